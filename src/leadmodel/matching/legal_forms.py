"""What a company's name ends or begins with and that does not tell who it is: forms of law, as they are compared."""

from datetime import date

__all__ = ["AS_OF", "ATTACHED", "FORMS_AT_END", "FORMS_AT_START", "NO_COMPANY"]

#: When these lists were last gone through. The forms are those in daily use of the register of ISO 20275.
AS_OF = date(2026, 11, 28)

#: Small letters, without accents and points; several words are one form.
FORMS_AT_END = frozenset(
    form.strip()
    for form in (
        # Europe, German: Germany, Austria, Switzerland, Liechtenstein
        "gmbh, ggmbh, mbh, ag, kg, kgaa, ohg, gbr, ug, ug haftungsbeschrankt, ev, eg, ek, se, scs, scsp, "
        "keg, gesmbh, aktiengesellschaft, gesellschaft mit beschrankter haftung, partg, partgmbb, "
        # English-speaking countries
        "inc, incorporated, corp, corporation, co, company, llc, llp, lllp, lp, pllc, ltd, limited, plc, "
        "public limited company, ltd liability co, dac, clg, cic, cio, unlimited, ulc, ltee, pty, pty ltd, "
        "proprietary, "
        "pvt, private, pvt ltd, opc, pte, pte ltd, sdn, sdn bhd, bhd, fzc, fze, fz llc, fzco, pjsc, wll, "
        # French, Italian, Spanish, Portuguese, Romanian
        "sa, sas, sasu, sarl, sa rl, eurl, snc, sci, scop, scrl, scea, gie, selarl, "
        "spa, srl, srls, sapa, scarl, scpa, societa per azioni, societa a responsabilita limitata, "
        "sl, slu, slne, sau, sll, sociedad limitada, sociedad anonima, sa de cv, sapi de cv, s de rl de cv, s de "
        "rl, sab, "
        "ltda, limitada, lda, eireli, epp, sgps, unipessoal, unipessoal lda, sociedade anonima, eirl, saa, "
        "sac, sacs, srltda, "
        # Dutch, Nordic, Baltic
        "bv, nv, vof, bvba, cvba, vzw, besloten vennootschap, "
        "ab, publ, aktiebolag, hb, as, asa, a s, aps, ivs, k s, p s, amba, oy, oyj, ky, ry, osakeyhtio, ehf, hf, "
        "ou, uab, sia, "
        # Central, Eastern and South-Eastern Europe, Turkey
        "sp z oo, spzoo, sp zoo, sp k, sp j, spolka akcyjna, spolka z oo, sro, spol s ro, spol sro, vos, kft, zrt, "
        "nyrt, bt, "
        "doo, dd, jdoo, eood, ood, ooo, oao, zao, pao, ооо, оао, зао, пао, ао, тов, "
        "ικε, αε, επε, as ve ticaret, ltd sti, sti, anonim sirketi, limited sirketi, "
        # Asia
        "kk, gk, yk, kabushiki kaisha, kabushiki gaisha, godo kaisha, co ltd, tbk, jsc, cjsc, ojsc, llp, tnhh, jstc"
    ).split(",")
    if form.strip()
)

#: One word each.
FORMS_AT_START = frozenset("ooo oao zao pao ооо оао зао пао ао тов pt sc sia uab ou".split())

#: Forms that are written without a space before or after the name.
ATTACHED = (
    "股份有限公司",
    "有限责任公司",
    "株式会社",
    "有限会社",
    "合同会社",
    "有限公司",
    "주식회사",
    "(株)",
    "(有)",
    "(주)",
)

#: What people write into a field that they do not want to fill; it names no company.
NO_COMPANY = frozenset(
    "asdf, company, company name, confidential, consultant, employer, firma, freelance, freelancer, home, individual, "
    "me, my company, myself, n a, na, name, nil, no, no company, none, not applicable, null, other, personal, private, "
    "privat, privato, retired, self, self employed, selfemployed, student, tbd, test, unemployed, unknown, xxx".split(
        ", "
    )
)
