import MIME
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
        for address in [summary.digest.from].compactMap(\.self) + summary.digest.to + summary.digest.cc {
            add(address.name ?? "")
            add(address.address)
        }
        add(summary.digest.subject)
        add(summary.envelope.reversePath)
        for path in summary.envelope.forwardPaths { add(path) }
    }

    /// With what the row does not tell.
    func adding(_ message: Message) -> Sieve {
        var sieve = self
        for field in message.fields { sieve.add(field.value) }
        sieve.add(message.searchableText)
        sieve.hasContent = true
        return sieve
    }

    /// `false` when the message certainly does not match.
    func mayMatch(_ query: MessageQuery) -> Bool {
        guard query.inbox == nil || query.inbox == inbox else { return false }
        return query.terms.allSatisfy { term in
            switch term {
            case .from(let needle), .to(let needle), .subject(let needle): mayContain(needle)
            case .header(_, let needle), .word(let needle): !hasContent || mayContain(needle)
            }
        }
    }

    /// `false` when no text contains the needle.
    ///
    /// A needle of less than three octets passes, and so does one with letters outside ASCII: they fold in ways that
    /// octets do not show.
    func mayContain(_ needle: Needle) -> Bool {
        guard needle.isASCII else { return true }
        var run: UInt32 = 0
        for (index, octet) in needle.folded.utf8.enumerated() {
            run = (run << 8 | UInt32(octet)) & 0xFF_FFFF
            if index >= 2, !contains(run) { return false }
        }
        return true
    }

    /// Adds a text, letters of ASCII folded.
    private mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { octets in
            var run: UInt32 = 0
            for (index, octet) in octets.enumerated() {
                run = (run << 8 | UInt32(octet.asciiLowercased)) & 0xFF_FFFF
                if index >= 2 { insert(run) }
            }
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
