import MailModel

/// Who receives mail for many people and says what it must be like.
package enum Provider: String, Sendable, CaseIterable, Encodable {
    case gmail, yahoo, microsoft
}

/// One thing that providers ask of senders, with the rules that tell whether it is met.
struct Requirement: Sendable {
    let title: String
    /// Nothing can be said where it is not known how the message came.
    var needsTransport = false
    /// A field whose signature nobody looks into here; where it is, nothing can be said but that it is wrong.
    var signature: String?
    /// What fails it: findings of this severity and worse.
    var threshold = Severity.warning
    let providers: [Provider]
    /// It is met when none of them fires. Those that are not in the rule set cannot be tested here.
    let rules: [String]
}

extension Requirement {
    /// Which of ``all`` a provider has.
    static func indices(of provider: Provider) -> [Int] { indicesByProvider[provider] ?? [] }

    private static let indicesByProvider = Dictionary(
        uniqueKeysWithValues: Provider.allCases.map { provider in
            (provider, all.indices.filter { all[$0].providers.contains(provider) })
        })

    /// Sources: Google's sender guidelines, Yahoo's sender best practices, Microsoft's requirements for high-volume
    /// senders; as of 2026.
    static let all: [Requirement] = [
        Requirement(
            title: "The sending address is authorised (SPF)", providers: [.gmail, .yahoo, .microsoft],
            rules: ["spf.none", "spf.fail", "spf.permerror"]),
        Requirement(
            // A key of 1024 bits is weak, and is taken.
            title: "The message is signed (DKIM)", threshold: .error, providers: [.gmail, .yahoo, .microsoft],
            rules: ["dkim.missing", "dkim.syntax", "dkim.weak", "dkim.invalid"]),
        Requirement(
            title: "The domain of From has a DMARC policy", providers: [.gmail, .yahoo, .microsoft],
            rules: ["dmarc.missing", "dmarc.invalid"]),
        Requirement(
            title: "From is aligned with SPF or DKIM", providers: [.gmail, .yahoo, .microsoft], rules: ["dmarc.align"]),
        Requirement(
            title: "The sending address has a name that leads back to it", providers: [.gmail, .yahoo],
            rules: ["dns.ptr"]),
        Requirement(
            title: "The connection is encrypted", needsTransport: true, providers: [.gmail],
            rules: ["smtp.tls"]),
        Requirement(
            title: "One valid address in From", providers: [.gmail, .yahoo, .microsoft],
            rules: ["hdr.from.missing", "adr.from.unparseable", "adr.from.multiple"]),
        Requirement(
            title: "From is not an address of a mailbox provider", providers: [.gmail, .yahoo],
            rules: ["adr.from.freemail"]),
        Requirement(
            title: "The header is as RFC 5322 says", providers: [.gmail, .yahoo],
            rules: [
                "hdr.singleton.duplicate", "hdr.date.missing", "hdr.date.invalid", "hdr.syntax", "hdr.raw8bit",
                "hdr.line.998", "hdr.bareeol",
            ]),
        Requirement(
            title: "A valid Message-ID", providers: [.gmail], rules: ["hdr.msgid.missing", "hdr.msgid.invalid"]),
        Requirement(
            title: "The names and subject do not deceive", providers: [.gmail],
            rules: ["adr.from.namespoof", "adr.homograph", "hdr.fakereply"]),
        Requirement(
            title: "Unsubscribing takes one click", providers: [.gmail, .yahoo],
            rules: ["bulk.unsub.missing", "bulk.oneclick.missing", "bulk.unsub.syntax", "bulk.unsub.unsigned"]),
        Requirement(
            title: "The text has a link to unsubscribe", providers: [.gmail, .yahoo, .microsoft],
            rules: ["bulk.unsub.body"]),
        Requirement(
            title: "Lists say which list they are", providers: [.gmail], rules: ["bulk.listid"]),
        Requirement(
            title: "No attachment of a blocked kind", providers: [.gmail, .microsoft],
            rules: ["att.blockedtype", "att.encrypted"]),
        Requirement(
            title: "The message is small enough", providers: [.gmail, .yahoo, .microsoft], rules: ["size.message"]),
        Requirement(
            title: "Forwarders keep the authentication results (ARC)", signature: "arc-seal",
            providers: [.gmail, .yahoo, .microsoft],
            rules: ["arc.invalid"]),
    ]
}
