import MIME

/// Hosts that say something about a link by themselves.
enum HostLists {
    /// Services that shorten anybody's addresses.
    private static let shorteners = WordTable([
        "0rz.tw", "adf.ly", "bitly.ws", "dub.sh", "l.ead.me", "lnk.to", "qr.net", "short.link", "tiny.pl", "amzn.to",
        "chilp.it", "da.gd", "ebay.to", "gg.gg", "hubs.la", "hubs.ly", "ift.tt",
        "qrco.de",
        "spoti.fi", "tinyurl.is", "u.nu", "x.gd", "bc.vc", "bit.do", "bit.ly", "bitly.com", "bl.ink", "buff.ly",
        "clck.ru", "cli.gs", "cutt.ly",
        "db.tt", "dlvr.it", "fb.me", "goo.gl", "goo.su", "is.gd", "j.mp", "kutt.it", "lc.chat", "linktr.ee", "lnk.bio",
        "lnkd.in", "mcaf.ee", "n9.cl", "ow.ly", "po.st", "qr.ae", "rb.gy", "rebrand.ly", "rotf.lol", "s.id", "s2r.co",
        "short.gy", "short.io", "shorte.st", "shorturl.at", "shrtco.de", "smarturl.it", "snip.ly", "soo.gd", "su.pr",
        "surl.li", "t.co", "t.ly", "t2m.io", "tiny.cc", "tiny.one", "tinyurl.com", "tr.im", "trib.al", "u.to",
        "urlz.fr", "v.gd", "v.ht", "vk.cc", "wp.me", "x.co", "y2u.be", "yourls.org",
    ])

    static func isShortener(_ host: String) -> Bool {
        let octets = Array(host.utf8)
        let start = octets.holds(www, at: 0) ? www.count : 0
        return shorteners.index(of: start..<octets.count, in: octets) != nil
    }

    private static let www = Array("www.".utf8)

    /// Domains under which anybody gets a name of one's own, or a path.
    private static let openHosting = WordTable([
        "000webhostapp.com", "aliyuncs.com", "amplifyapp.com", "azurestaticapps.net", "carrd.co",
        "framer.app", "framer.website",
        "godaddysites.com",
        "linodeobjects.com", "my.canva.site", "notion.site", "run.app", "square.site",
        "appspot.com", "azurewebsites.net", "backblazeb2.com", "blob.core.windows.net", "blogspot.com",
        "cloudfunctions.net", "digitaloceanspaces.com", "firebaseapp.com", "firebasestorage.googleapis.com", "fly.dev",
        "fleek.co", "github.io", "gitlab.io", "glitch.me", "herokuapp.com", "ipfs.dweb.link", "ipfs.io", "netlify.app",
        "ngrok.io", "ngrok-free.app", "on.fleek.co", "onrender.com", "page.link", "pages.dev", "r2.dev", "repl.co",
        "replit.app", "s3.amazonaws.com", "sites.google.com", "storage.cloud.google.com", "storage.googleapis.com",
        "surge.sh", "translate.goog", "trycloudflare.com", "vercel.app", "web.app", "web.core.windows.net",
        "webflow.io", "weebly.com", "wixsite.com", "workers.dev", "yolasite.com",
    ])
    static func isOpenHosting(_ host: String) -> Bool {
        let octets = Array(host.utf8)
        var start = 0
        var holdsBuckets = false
        while true {
            if openHosting.index(of: start..<octets.count, in: octets) != nil { return true }
            // Buckets in any region: `shop.s3.eu-central-1.amazonaws.com`, `s3-eu-west-1.amazonaws.com`.
            if holdsBuckets, octets.spells("amazonaws.com", in: start..<octets.count) { return true }
            guard let dot = octets.firstIndex(of: .dot, in: start..<octets.count) else { return false }
            holdsBuckets = holdsBuckets || octets.spells("s3", in: start..<dot) || octets.holds(bucket, at: start)
            start = dot + 1
        }
    }

    private static let bucket = Array("s3-".utf8)

    /// Domains that nearly every newsletter links to, so that their number says nothing.
    static let social: Set<String> = [
        "apple.com", "bsky.app", "facebook.com", "google.com", "instagram.com", "linkedin.com", "mastodon.social",
        "pinterest.com", "snapchat.com", "telegram.org", "threads.net", "tiktok.com", "twitter.com", "whatsapp.com",
        "x.com", "youtube.com",
    ]

    /// Top-level names that end file names more often than addresses.
    static let fileEndings: Set<Substring> = [
        "app", "as", "bz", "cc", "cs", "java", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip",
    ]
}
