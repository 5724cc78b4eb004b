import GRDB
import MailModel

/// Rows of `session`, to and from values.
enum SessionRow {
    static let upsert = """
        INSERT OR REPLACE INTO session (id, protocol, client, listener, started_at, ended_at, greeting, outcome,
            accepted, refused, omitted_lines, dialogue, reason, tls, user, messages)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func bind(_ session: SessionRecord, to statement: RawStatement) {
        statement.bind(session.id.rawValue, at: 1)
        statement.bind(session.protocol, at: 2)
        statement.bind(session.client, at: 3)
        statement.bind(session.listener, at: 4)
        statement.bind(session.startedAt.milliseconds, at: 5)
        statement.bind(session.endedAt?.milliseconds, at: 6)
        statement.bind(session.greeting, at: 7)
        statement.bind(session.outcome.rawValue, at: 8)
        statement.bind(session.accepted, at: 9)
        statement.bind(session.refused, at: 10)
        statement.bind(session.omittedLines, at: 11)
        statement.bind(encode(session.dialogue, since: session.startedAt), at: 12)
        statement.bind(session.reason, at: 13)
        statement.bind(session.tls.map(encode), at: 14)
        statement.bind(session.user, at: 15)
        statement.bind(
            session.messages.isEmpty ? nil : session.messages.map(\.description).joined(separator: " "), at: 16)
    }

    /// The columns that `session(_:)` reads, in its order; `dialogue` may be left out.
    static let columns = """
        id, protocol, client, listener, started_at, ended_at, greeting, outcome, accepted, refused, omitted_lines,
            reason, tls, user, messages
        """

    static func session(_ row: Row) -> SessionRecord {
        let startedAt = Timestamp(milliseconds: row[4])
        let dialogue: String? = row.count > 15 ? row[15] : nil
        return SessionRecord(
            id: SessionID(row[0]), protocol: row[1], client: row[2], listener: row[3], startedAt: startedAt,
            endedAt: (row[5] as Int64?).map(Timestamp.init(milliseconds:)), greeting: row[6],
            outcome: SessionRecord.Outcome(rawValue: row[7]) ?? .open, reason: row[11],
            tls: (row[12] as String?).flatMap(tls), user: row[13],
            messages: (row[14] as String? ?? "").split(separator: " ").compactMap { CaptureID(String($0)) },
            accepted: row[8], refused: row[9], dialogue: decode(dialogue ?? "", since: startedAt), omittedLines: row[10]
        )
    }

    /// Version, cipher, server name and subject, separated by US; what is absent is empty.
    private static func encode(_ tls: TLSParameters) -> String {
        [tls.version, tls.cipher ?? "", tls.serverName ?? "", tls.clientSubject ?? ""].joined(separator: "\u{1F}")
    }

    private static func tls(_ column: String) -> TLSParameters? {
        let fields = column.split(separator: "\u{1F}", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? nil : String($0) }
        guard fields.count == 4, let version = fields[0] else { return nil }
        return TLSParameters(version: version, cipher: fields[1], serverName: fields[2], clientSubject: fields[3])
    }

    /// One line each, ended by RS: milliseconds since the start, a letter for who spoke, what was said.
    private static func encode(_ dialogue: [DialogueLine], since start: Timestamp) -> String {
        var column = ""
        column.reserveCapacity(dialogue.count * 48)
        for line in dialogue {
            column += String(line.at.milliseconds - start.milliseconds)
            let (speaker, text) =
                switch line.speech {
                case .client(let text): ("c", text)
                case .server(let text): ("s", text)
                case .data(let octets): ("d", String(octets))
                case .note(let text): ("n", text)
                }
            column += speaker
            column += text
            column += "\u{1E}"
        }
        return column
    }

    /// Octet by octet: what was said may begin with a mark that would join the letter before it.
    private static func decode(_ column: String, since start: Timestamp) -> [DialogueLine] {
        column.utf8.split(separator: 0x1E).compactMap { line in
            let digits = line.prefix { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
            let rest = line.dropFirst(digits.count)
            guard let offset = Int64(String(Substring(digits))), let speaker = rest.first else { return nil }
            let text = String(Substring(rest.dropFirst()))
            let speech: DialogueLine.Speech? =
                switch speaker {
                case UInt8(ascii: "c"): .client(text)
                case UInt8(ascii: "s"): .server(text)
                case UInt8(ascii: "d"): Int(text).map { .data(octets: $0) }
                case UInt8(ascii: "n"): .note(text)
                default: nil
                }
            return speech.map {
                DialogueLine(at: Timestamp(milliseconds: start.milliseconds + offset), speech: $0)
            }
        }
    }
}
