import GRDB
import MailModel
import MailStorage

/// A part of the index that is made anew of the messages that are left, beside the one that is searched meanwhile.
///
/// FTS5 takes a document out only for whoever still has its text. So terms of messages that have gone stay, and are
/// passed over, until there are many of them.
struct PartRenewal {
    private(set) var part: IndexPart
    /// Messages of the part up to here are in the new tables.
    private(set) var mark: CaptureID
    private(set) var count = 0

    init(_ number: Int64, in file: IndexFile, on db: Database) throws {
        part = try IndexPart(renewing: number, file.tuning, on: db)
        mark = CaptureID(file.range(of: number).lowerBound - 1)
    }

    mutating func add(_ terms: [(CaptureID, IndexTerms)], upTo mark: CaptureID, on db: Database) throws {
        for (id, terms) in terms { try part.add(terms, of: id, on: db) }
        try part.save(on: db)
        (self.mark, count) = (mark, count + terms.count)
    }

    /// Whether so many of its messages have gone that it is worth the work: three of ten, or, while the part gets others, six
    /// where the oldest went. A part that gets no more is left to itself then, as what is left of it will go the same way.
    ///
    /// - Parameters:
    ///   - held: Messages that it holds.
    ///   - left: Those that are there.
    ///   - span: Numbers from the first of them to the last of the part, for a part before which there is none: what is
    ///     missing there went out of turn, or is no message.
    static func isDue(held: Int, left: Int, span: Int?, isWritten: Bool) -> Bool {
        let gone = held - left
        guard let span else { return gone * 10 > held * 3 }
        let scattered = min(gone, span - left)
        return scattered * 10 > (left + scattered) * 3 || isWritten && gone * 10 > held * 6
    }
}
