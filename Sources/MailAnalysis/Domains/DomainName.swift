import MIME
import MailModel

/// The domain of an address, and what can be told from its spelling.
struct DomainName: Hashable {
    /// In lower case, without a dot at the end; an address literal with its brackets.
    let name: String

    init(_ spelling: String) {
        let name = spelling.lowercased()
        self.name = name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
    }

    /// - Parameter name: In lower case, without a dot at the end.
    init(normalized name: String) { self.name = name }

    var labels: [Substring] { name.split(separator: ".", omittingEmptySubsequences: false) }

    /// The last label; `nil` for a name that has but one.
    private var topLevel: Substring? {
        name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[name.utf8.index(after: $0)...] }
    }

    /// `[192.0.2.1]`. RFC 5321 §4.1.3.
    var isLiteral: Bool { name.hasPrefix("[") }

    /// The registered part; the whole name where no suffix is known.
    var organization: String { OrganizationalDomain(of: name)?.name ?? name }

    func isOfSameOrganization(as other: DomainName) -> Bool {
        name == other.name || organization == other.organization
    }

    /// A literal, or an IPv4 address without its brackets.
    var isAddress: Bool {
        isLiteral || !name.isEmpty && name.utf8.allSatisfy { $0 == UInt8(ascii: ".") || 0x30...0x39 ~= $0 }
    }

    /// Means the machine itself or nothing beyond a local network. RFC 6761 §6.3, RFC 6762 §3.
    var isLocal: Bool {
        if isAddress { return IPAddress(v4: name.filter { $0 != "[" && $0 != "]" })?.isLocal ?? false }
        guard let last = topLevel else { return true }
        return Self.localSuffixes.contains(last) || name.hasSuffix(".home.arpa")
    }

    /// Will never be anybody's. RFC 2606 §2, RFC 6761 §6. Names below `example.com` are not counted: documents and
    /// demonstrations are full of them.
    var isReserved: Bool { Self.reservedSuffixes.contains(topLevel ?? name[...]) }

    /// Belongs to an environment that is not for customers, by a label before the registered ones.
    var isStaged: Bool {
        guard Self.marksOfStages.areIn(name), !Self.openToAll.contains(name) else { return false }
        let registered = organization.utf8.count { $0 == UInt8(ascii: ".") } + 1
        return labels.dropLast(registered).contains { label in
            let words = label.split(separator: "-")
            return words.count == 1
                ? Self.stages.contains(String(words[0]))
                : words.contains { Self.stages.contains(String($0)) && !Self.ordinaryWords.contains(String($0)) }
        }
    }

    private static let stages = [
        "staging", "stage", "stg", "dev", "development", "test", "testing", "qa", "uat", "preprod", "sandbox",
        "localhost",
    ]
    /// For those who develop, whoever they are.
    private static let openToAll: Set<String> = ["dev.azure.com", "dev.mysql.com", "dev.twitch.tv"]
    private static let marksOfStages = WordFinder(stages)
    /// Those that mean something else beside another word.
    private static let ordinaryWords = ["stage", "development", "test", "testing"]

    /// Gives addresses to everybody, so that it says nothing about who sends.
    var isFreemail: Bool { Self.freemail.contains(name) }

    private static let localSuffixes: Set<Substring> = [
        "corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private",
    ]
    private static let reservedSuffixes: Set<Substring> = ["example", "invalid", "localhost", "test", "local"]

    private static let freemail: Set<String> = [
        "126.com", "139.com", "163.com", "aim.com", "alice.it", "aol.com", "att.net", "bellsouth.net", "bigpond.com",
        "bk.ru", "blueyonder.co.uk", "bol.com.br", "btinternet.com", "centrum.cz", "charter.net", "comcast.net",
        "cox.net", "daum.net", "email.cz", "fastmail.com", "fastmail.fm", "foxmail.com", "free.fr", "freenet.de",
        "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hanmail.net", "hey.com",
        "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com",
        "icloud.com", "inbox.lv", "inbox.ru", "interia.pl", "laposte.net", "libero.it", "list.ru", "live.co.uk",
        "live.com", "live.fr", "live.nl", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "naver.com",
        "ntlworld.com", "o2.pl", "online.de", "onet.pl", "op.pl", "orange.fr", "outlook.com", "outlook.de",
        "outlook.fr", "pm.me", "poczta.onet.pl", "proton.me", "protonmail.com", "protonmail.ch", "qq.com",
        "rambler.ru", "rediffmail.com", "rocketmail.com", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca",
        "sina.com", "sky.com", "sohu.com", "t-online.de", "terra.com.br", "tiscali.it", "tuta.com", "tutanota.com",
        "tutanota.de", "ukr.net", "uol.com.br", "verizon.net", "virgilio.it", "virginmedia.com", "wanadoo.fr",
        "web.de", "wp.pl", "ya.ru", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com",
        "yahoo.com.au", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru",
        "yeah.net", "ymail.com", "zoho.com",
    ]
}
