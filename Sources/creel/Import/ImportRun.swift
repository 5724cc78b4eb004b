import FoundationEssentials
import MIME
import MailModel
import NIOCore
import NIOHTTP1

/// Hands messages over to a server, many with one request.
struct ImportRun {
    private let client: HTTPClient
    private let inbox: String?
    private let otherwise: InboxName?
    private let journal: ImportJournal?
    private var bar: ProgressBar
    /// Messages as an mbox, not handed over yet, and how many they are.
    private var (batch, waiting): ([UInt8], Int) = ([], 0)
    /// Messages that came before those.
    private var done = 0
    /// Messages that have come in by this run.
    private var imported = 0
    /// Octets of the mboxes that were handed over.
    private var handedOver = 0
    /// Messages and files that could not be read or are too large for the server.
    private(set) var passedOver = 0

    /// Octets from which on messages are handed over.
    private static let enough = 4 << 20

    init(client: HTTPClient, inbox: String?, otherwise: String?, journal: ImportJournal?, bar: ProgressBar) {
        (self.client, self.inbox, self.journal, self.bar) = (client, inbox, journal, bar)
        self.otherwise = otherwise.flatMap { InboxName($0) }
    }

    mutating func take(_ found: Found) async throws {
        switch found {
        case .unreadable(let unreadable): passOver(unreadable.reason)
        case .message(let message):
            guard done + waiting >= journal?.done ?? 0 else { return done += 1 }
            do throws(MessageFile.Failure) {
                let octets = try await message.octets()
                batch += separator(of: message, octets).mboxrd(octets)
                waiting += 1
            } catch {
                passOver(error.description)
            }
            if batch.count >= Self.enough { try await handOver() }
        }
    }

    mutating func finish() async throws {
        try await handOver()
        journal?.remove()
        bar.finish(messages: imported, octets: handedOver)
    }

    private mutating func passOver(_ reason: String) {
        bar.say(reason)
        passedOver += 1
    }

    /// What is known of a message besides its octets.
    private func separator(of message: FoundMessage, _ octets: [UInt8]) -> MboxSeparator {
        var separator =
            message.separator
            ?? MboxSeparator(
                sender: message.envelope?.reversePath ?? Message(octets).digest.from?.address ?? "",
                receivedAt: message.receivedAt)
        if message.separator == nil, let place = MaildirPlace(path: message.file) {
            separator.receivedAt = separator.receivedAt ?? place.receivedAt
            separator.inbox = place.inbox
        }
        separator.inbox = separator.inbox ?? otherwise
        return separator
    }

    private mutating func handOver() async throws {
        guard waiting > 0 else { return }
        var parameters = QueryString()
        parameters.add("inbox", inbox)
        // It was cut already, and is quoted again.
        parameters.add("dialect", MboxDialect.mboxrd.rawValue)
        let path = "/api/import\(parameters.text)"
        let answer = try await client.send(
            .POST, path, HTTPContent(mediaType: "application/mbox", octets: ByteBuffer(bytes: batch)))
        guard answer.status == .ok, let tally = try? JSONDecoder().decode(Tally.self, from: Data(answer.body)) else {
            throw client.failure(path, .refused(answer))
        }
        if tally.tooLarge > 0 { passOver("\(tally.tooLarge.counted("message")) larger than the server takes") }
        imported += tally.imported
        done += waiting
        handedOver += batch.count
        (batch, waiting) = ([], 0)
        try journal?.note(done)
        bar.note(messages: done, octets: handedOver)
    }

    private struct Tally: Decodable { let imported, tooLarge: Int }
}

/// What the path of a message in a Maildir tells. <https://cr.yp.to/proto/maildir.html>
struct MaildirPlace: Hashable {
    /// The seconds that its name begins with.
    let receivedAt: Timestamp?
    /// The folder of Maildir++ that it lies in.
    let inbox: InboxName?

    /// `nil` for a file outside of Maildirs.
    init?(path: String) {
        let names = path.split(separator: "/")
        guard names.count > 1, let name = names.last, ["cur", "new"].contains(names[names.count - 2]) else {
            return nil
        }
        let parts = name.split(separator: ".")
        let fraction = parts.dropFirst().first.flatMap { part -> Int64? in
            let digits = part.dropFirst().prefix { $0.isNumber }
            return part.first == "M" ? Int64(digits).map { $0 / 1000 } : nil
        }
        receivedAt = parts.first.flatMap { Int64($0) }.flatMap { seconds in
            (0..<100_000_000_000).contains(seconds)
                ? Timestamp(milliseconds: seconds * 1000 + (fraction ?? 0) % 1000) : nil
        }
        let folder = names.dropLast(2).last ?? ""
        inbox =
            folder.first == "." && folder.count > 1
            ? InboxName(String(decoding: PercentEncoding.decode(folder.dropFirst().utf8), as: UTF8.self)) : nil
    }
}
