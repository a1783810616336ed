//! Words of cookie names, in the languages that names are written in, and what they stand for.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use rustc_hash::FxBuildHasher;

/// What a word of a name stands for; of several, the first in this order speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sense {
    /// Asks for consent or remembers the answer.
    Consent,
    /// Keeps bots and forged requests out.
    Guard,
    /// A cart or an order.
    Cart,
    /// Shows advertising.
    Advertising,
    /// Remembers who sent the visitor.
    Campaign,
    /// Counts and compares visits.
    Measuring,
    /// Remembers a choice or what was shown.
    Choice,
    /// Keeps the site's own machinery going: balancing, caches, tests of what the browser can do.
    Needed,
}

/// The words of each sense, in lower case and at most fifteen letters long.
const BY_SENSE: [(Sense, &str); 8] = [
    (Sense::Consent, CONSENT),
    (Sense::Guard, GUARD),
    (Sense::Cart, CART),
    (Sense::Advertising, ADVERTISING),
    (Sense::Campaign, CAMPAIGN),
    (Sense::Measuring, MEASURING),
    (Sense::Choice, CHOICE),
    (Sense::Needed, NEEDED),
];

const CONSENT: &str = "acceptcookie acceptcookies acceptedcookies allowcookie allowcookies ccpa cmp \
     consensi consenso consent consentement consentimiento consents cookieaccept cookieaccepted \
     cookiealert cookiebanner cookiebar cookiebox cookiechoice cookieconsent cookieconsents \
     cookiecontrol cookiedismiss cookiehinweis cookieinfo cookielaw cookiemessage cookiemodal \
     cookienotice cookieok cookieoverlay cookiepolicy cookiepopup cookiepref cookieprefs cookiesaccept \
     cookiesaccepted cookiesallowed cookiesettings cookiesok cookiespolicy cookiewarning dataprotection \
     datenschutz disclaimer dsgvo einwilligung eucookie eucookielaw eucookies gdpr gdprconsent \
     hidecookie iab kvkk lgpd lgpdconsent optin optout pdpa policyaccepted popia privacy privacybanner \
     privacypolicy rgpd samtycke samtykke souhlas suostumus tcf termsaccepted toestemming tosaccepted \
     zgoda zustimmung";

const GUARD: &str = "antibot antispam bot captcha challenge csp csrf ddos firewall fraud hcaptcha honeypot nonce otp \
     recaptcha spam turnstile waf xsrf";

const CART: &str = "bag basket basketid carrello carrinho carrito cart cartid cesta checkout \
     coupon cumparaturi discount einkaufswagen giftcard handlekurv handlevogn indkobskurv invoice \
     keranjang kosar kosarica kosarik kosik koszyk koszyka krepselis kundenkorb kurv mandje \
     minicart orderid ordertracking ostoskori ostukorv panier payment quote sacola sepet shipping \
     shoppingbag shoppingcart trackingnumber trackorder varukorg voucher warenkorb winkelmandje \
     winkelwagen";

const ADVERTISING: &str = "ad adblock adblocker adclick adid ads adsense adserver adtech advert \
     advertisement advertisements advertiser advertising adwords bidder dmp doubleclick dsp fbc fbp \
     fbpixel interstitial openrtb pixel prebid remarketing retarget retargeting rtb ssp";

const CAMPAIGN: &str = "aff affid affilate affiliate affiliateid affiliates campaign campaignid \
     clickid epik fbclid gadsource gbraid gclid gclsrc marketingsource mktsource msclkid partner \
     partnercode partnerid recommendedby refcode refererid referral referralcode referredby referrerid \
     refid ttclid utm utmccn utmcmd utmcsr utms utmz wbraid yclid";

const MEASURING: &str = "abtest abtesting abtests abvariant acquisition analytic analytics anonid \
     anonymousid audience besok besuch besucher bezoek bezoeker browserid bucket channelsource \
     clickcount clicks clientid cohort counter deviceid entrance entrypage entryurl exitpage \
     experiment experiments fingerprint firstpage firstsource firsturl firstvisit ga goals gtm heatmap \
     hitcount hits hotjar impressions initialsource internal isreturning landing landingpage \
     landingurl lastpage lastpath lastreferrer lastsource lasturl lastvisit matomo metric metrics \
     metrika optimize optly pagecount pagesviewed pagesvisited pageview pageviewcount pageviews \
     pagevisits pathname piwik poll previouspage previouspath previousurl prevpage prevpath prevurl \
     pvcount refer referal referer referers refererurl referrer referrerurl refurl returning rum \
     scrolldepth segment sessioncount sessiondepth sessionstart splittest startpage startpath stat \
     statistic statistics statistik statistiken stats survey telemetry timespent track tracker \
     trackers tracking trackingid traffic uniq unique uniques variant variation viewcount visit visita \
     visitado visitante visitas visitcount visite visited visiteur visitid visitor visitorid visitors \
     visits";

const CHOICE: &str = "accessibility adult age agegate ageverified altersnachweis alterspruefung \
     angesehen angesehene announcement ansicht autoplay banner banners bekeken bookmark bookmarked \
     bookmarks branch breakpoint captions chat choice city close closed collapsed color colors \
     colour columns compare comparelist contrast contraste contrastmode contrasto country \
     countrycode culture currencies currency customertype czcionka czcionki dark darkmode \
     darktheme darstellung device devise dialect dismiss dismissed display dunkel dunkelmodus \
     edition einstellungen exclvat exitintent exitpopup expanded farbschema fav favoris favorite \
     favoriten favorites favourite favourites filiale filter filters firsttime font fonts fontsize \
     fontsizes fontsloaded gender geo geoip geolocation grid gridview hellobar hidden hide hint \
     history idioma imperial inclvat infobar intro isadult jazyk jezik jezyk kieli kontrast land \
     lang language langue lastsearch lastviewed layer layout leeftijd leeftijdscheck lettergrootte \
     leverland lightbox like liked likes limba lingua list listadeseos listenansicht listview \
     livechat lng locale locales location market menu merkliste merkzettel minimized mobile modal \
     mode moneda motyw motywu mute muted newsletter newsletterpopup nightmode nlpopup notice \
     notification notifications nyelv oblibene ogladane onboarding onskelista onskeliste open \
     opened option options orderby orientation overlay paese pagesize pais pays penznem perpage \
     pixelratio player plz popup popupclosed popups porovnani porownanie postal postcode pref \
     prefer preference preferences preferiti preferred prefs prodottivisti productsviewed \
     productvariant produitsvus prohlizene promo promobar prompt przegladane quality query \
     quickview rated rating ratings recent recently recentlyviewed region reminder resize resized \
     resizing resolution result results retina rozmiarczcionki saveditems savedjobs schriftart \
     schriftgroesse screen screensize search searches seen selectedvariant senastvisade senestsete \
     settings shippingcountry show shown sidebar signup sistsett size skin smartbanner sort sortby \
     sorteren sortieren sortierung splash sprachauswahl sprache sprachwahl stadt store subscribe \
     subscribed subtitle subtitles taal taalkeuze tab tabs teaser tekstgrootte tekststorrelse \
     textsize textstorlek theme timezone tips toggle tooltip topbar tour tz ultimosvistos ulubione \
     units valoda valuta valuuta vat vergelijken vergleichsliste verlanglijst video view viewed \
     viewedproducts viewmode viewport vistos volume vote voted votes waehrung waluta waluty \
     warehouse wartung weather webfont webfonts welcome widget widgets width wiek wishlist \
     wishlistid wunschliste zip zipcode zobrazeni zobrazenie zoom";

const NEEDED: &str = "affinity avif backend balancer browsercheck cache cached cdn cluster criticalcss \
     css debug dispatcher enabled error errors flash frontend haproxy https javascript js jsenabled lb \
     loadbalancer maintenance message messages nocache node paywall proxy redirect redirected returnurl \
     route routing server serverid shopid siteid ssl storeid tenant tenantid test upstream varnish webp \
     webserver websiteid";

/// Beside the word "cookie", these speak of asking for consent or of trying whether cookies work.
const BESIDE_COOKIE: &str = "accept accepte accepted accettato aceptadas aceptar agree agreed agreeing agreement akzeptiert \
     alert allow allowed analytic analytics answer answered approved banner bar bestaetigt cat \
     categories category check choice choices closed confirm confirmed consented control decline \
     declined directive disclaimer dismissed displayed enabled essential first functional \
     functionality hidden hide hided hint hints hinweis info information law legal level managed \
     marketing message modal msg necessary notice notification ok okay opt optout performance \
     policies policy popup pref preference preferences prefs read required seen setting settings show \
     shown statement statistical statistics status support supported targeting test text tracking \
     understood usage user version visited warning";

static SENSES: LazyLock<HashMap<&str, Sense, FxBuildHasher>> = LazyLock::new(|| {
    let of = |(sense, words): (Sense, &'static str)| words.split(' ').map(move |word| (word, sense));
    // With room for all of them at once: this is made at every start.
    let mut senses = HashMap::with_capacity_and_hasher(1024, FxBuildHasher);
    senses.extend(BY_SENSE.into_iter().flat_map(of));
    senses
});

static BESIDE: LazyLock<HashSet<&str, FxBuildHasher>> = LazyLock::new(|| BESIDE_COOKIE.split(' ').collect());

/// What a word in lower case stands for.
pub(crate) fn sense(word: &str) -> Option<Sense> {
    SENSES.get(word).copied()
}

/// Whether a word beside "cookie" makes a name one of a consent banner.
pub(crate) fn stands_beside_cookie(word: &str) -> bool {
    BESIDE.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_once_and_is_short_and_lower_case() {
        let listed: usize = BY_SENSE.iter().map(|(_, words)| words.split(' ').count()).sum();
        assert_eq!((listed, BESIDE_COOKIE.split(' ').count()), (SENSES.len(), BESIDE.len()));
        for word in SENSES.keys().chain(BESIDE.iter()) {
            assert!((2..16).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        }
    }
}
