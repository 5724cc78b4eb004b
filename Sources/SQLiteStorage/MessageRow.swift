import GRDB
import MailModel

/// Rows of `message`, to and from values.
enum MessageRow {
    static let insert = """
        INSERT INTO message (id, inbox, received_at, session, size, reverse_path, forward_paths, from_, to_, cc,
            subject, message_id, date, date_offset, snippet, attachments, envelope_parameters, duplicate_of)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func bind(
        _ capture: Capture, id: CaptureID, duplicateOf: CaptureID?, inbox: Int64, to statement: RawStatement
    ) {
        let digest = capture.digest
        statement.bind(id.rawValue, at: 1)
        statement.bind(inbox, at: 2)
        statement.bind(capture.receivedAt.milliseconds, at: 3)
        statement.bind(capture.session?.rawValue, at: 4)
        statement.bind(capture.content.count, at: 5)
        statement.bind(capture.envelope.reversePath, at: 6)
        statement.bind(ListColumn.encode(capture.envelope.forwardPaths), at: 7)
        statement.bind(digest.from.map(ListColumn.text), at: 8)
        statement.bind(ListColumn.encode(digest.to), at: 9)
        statement.bind(ListColumn.encode(digest.cc), at: 10)
        statement.bind(digest.subject, at: 11)
        statement.bind(digest.messageID, at: 12)
        statement.bind(digest.date?.secondsSince1970, at: 13)
        statement.bind((digest.date?.offsetMinutes).map(Int64.init), at: 14)
        statement.bind(digest.snippet, at: 15)
        statement.bind(digest.attachments, at: 16)
        statement.bind(ListColumn.encode(capture.envelope.parameters), at: 17)
        statement.bind(duplicateOf?.rawValue, at: 18)
    }

    /// The columns that `summary(_:)` reads, in its order; of `source`.
    static let columns = """
        message.id, inbox.name, received_at, session, size, reverse_path, forward_paths, from_, to_, cc,
        subject, message_id, date, date_offset, snippet, attachments, envelope_parameters, duplicate_of,
        \(isSeen),
        (SELECT group_concat(tag.name, char(30)) FROM message_tag JOIN tag ON tag.id = message_tag.tag
            WHERE message_tag.message = message.id),
        assessment.score, assessment.severity
        """

    static let source = """
        message JOIN inbox ON inbox.id = message.inbox LEFT JOIN assessment ON assessment.id = message.id
        """

    /// 1 when somebody has seen the message; else 0 or `NULL`.
    static let isSeen = "(SELECT bits >> (message.id & 63) & 1 FROM seen WHERE word = message.id >> 6)"

    static func summary(_ row: Row) -> Summary {
        let date: Int64? = row[12]
        let offset: Int? = row[13]
        return Summary(
            id: CaptureID(row[0]), inbox: InboxName(row[1]) ?? .default,
            receivedAt: Timestamp(milliseconds: row[2]), session: (row[3] as Int64?).map(SessionID.init),
            envelope: Envelope(
                reversePath: row[5], forwardPaths: ListColumn.decode(row[6]),
                parameters: ListColumn.decodeParameters(row[16])), size: row[4],
            digest: Digest(
                from: (row[7] as String?).map(ListColumn.address), to: ListColumn.decodeAddresses(row[8]),
                cc: ListColumn.decodeAddresses(row[9]), subject: row[10], messageID: row[11],
                date: date.map { ZonedTime(secondsSince1970: $0, offsetMinutes: offset ?? 0) }, snippet: row[14],
                attachments: row[15]),
            marks: marks(row))
    }

    private static func marks(_ row: Row) -> Marks {
        let tags: String? = row[19]
        return Marks(
            isSeen: row[18] ?? false, tags: ListColumn.decode(tags ?? "").compactMap { TagName($0) }.sorted(),
            score: row[20], severity: AssessmentRow.severity(row[21]),
            duplicateOf: (row[17] as Int64?).map { CaptureID($0) })
    }

    /// Those that are there, ascending by number.
    ///
    /// By one cursor, whose rows are read where they lie: to make one takes as long as to read a row.
    static func fetch(_ ids: [CaptureID], on db: Database) throws -> [Summary] {
        let sql = """
            SELECT \(columns) FROM \(source)
            WHERE message.id IN (SELECT value FROM json_each(?)) ORDER BY message.id
            """
        let list = JSONList.text(ids.map(\.rawValue))
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [list])
        var summaries: [Summary] = []
        summaries.reserveCapacity(ids.count)
        while let row = try rows.next() { summaries.append(summary(row)) }
        return summaries
    }
}
