import MailModel
import MailStorage

/// Which runs of three octets occur in some texts: tells at almost no cost what is certainly not in them.
///
/// With many queries for one message it is this that is asked first; the few that pass are looked at exactly.
struct Sieve {
    /// One bit for each hash of a run.
    private var bits = [UInt64](repeating: 0, count: 1024)
    private var inbox: InboxName
    /// Whether it knows all of the message, or only what a row tells.
    private var hasContent = false

    /// Of everything a row tells.
    init(of summary: Summary) {
        inbox = summary.inbox
        let digest = summary.digest
        for address in [digest.from].compactMap(\.self) + digest.to + digest.cc {
            add(address.name ?? "")
            add(address.address)
        }
        add(digest.subject)
        add(digest.messageID ?? "")
        add(summary.envelope.reversePath)
        for path in summary.envelope.forwardPaths { add(path) }
    }

    /// With what the row does not tell.
    func adding(_ content: SearchableContent) -> Sieve {
        var sieve = self
        for text in content.texts { sieve.add(folded: text) }
        sieve.hasContent = true
        return sieve
    }

    /// `false` when the message certainly does not match.
    func mayMatch(_ query: MessageQuery) -> Bool {
        guard query.inbox == nil || query.inbox == inbox else { return false }
        return query.condition.decided(by: mayHold) ?? true
    }

    /// `false` or unknown.
    private func mayHold(_ term: QueryTerm) -> Bool? {
        switch term {
        case .text(let place, let needle):
            let isKnown = hasContent || QueryTerm.text(place, needle).isAboutRow
            return isKnown && !mayContain(needle) ? false : nil
        case .header(_, let needle): return hasContent && !mayContain(needle) ? false : nil
        default: return nil
        }
    }

    /// `false` when no text contains the needle. One of less than three octets passes.
    func mayContain(_ needle: Needle) -> Bool {
        var run: UInt32 = 0
        for (index, octet) in needle.octets.enumerated() {
            run = (run << 8 | UInt32(octet)) & 0xFF_FFFF
            if index >= 2, !contains(run) { return false }
        }
        return true
    }

    private mutating func add(_ text: String) { add(folded: TextFold.octets(text)) }

    private mutating func add(folded octets: [UInt8]) {
        var run: UInt32 = 0
        for (index, octet) in octets.enumerated() {
            run = (run << 8 | UInt32(octet)) & 0xFF_FFFF
            if index >= 2 { insert(run) }
        }
    }

    private mutating func insert(_ run: UInt32) {
        let place = Self.place(of: run)
        bits[place >> 6] |= 1 << UInt64(place & 63)
    }

    private func contains(_ run: UInt32) -> Bool {
        let place = Self.place(of: run)
        return bits[place >> 6] & (1 << UInt64(place & 63)) != 0
    }

    /// 0..<65536, by Fibonacci hashing.
    private static func place(of run: UInt32) -> Int { Int((run &* 0x9E37_79B1) >> 16) }
}
