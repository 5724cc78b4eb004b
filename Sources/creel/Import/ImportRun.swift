import FoundationEssentials
import Intake
import MailModel
import MIME
import NIOCore
import NIOHTTP1

/// Hands messages over to a server, many with one request.
struct ImportRun {
    private let client: HTTPClient
    private let places: Places
    private let journal: ImportJournal?
    private var bar: ProgressBar
    /// Messages as an mbox, not handed over yet, and which they are.
    private var (batch, waiting): ([UInt8], [Waiting]) = ([], [])
    /// Octets from which on messages are handed over.
    private let enough: Int
    /// Messages that came before those.
    private var done = 0
    /// Octets of the inputs that were read.
    private var reach = 0
    /// Octets of the mboxes that were handed over.
    private var handedOver = 0
    /// Messages that have come in by this run.
    private(set) var arrivals = ImportedMessages()
    /// Messages and files that could not be read, were left out or are too large for the server.
    private(set) var passedOver = 0

    /// What holds of messages of which nothing else tells it.
    struct Places {
        /// Where all go, whatever else tells.
        var inbox: InboxName?
        var otherwise: InboxName?
        var received = ReceivedTime.now
    }

    /// A message of the mbox.
    private struct Waiting {
        let name: String
        let octets: Int
        let entry: ImportJournal.Entry
    }

    init(
        client: HTTPClient, places: Places, journal: ImportJournal?, bar: ProgressBar, enough: Int = 4 << 20
    ) {
        (self.client, self.places, self.journal, self.bar, self.enough) = (client, places, journal, bar, enough)
    }

    /// Hands over all messages of the inputs that have not come in before.
    mutating func take(_ inputs: [CheckInput], _ dialect: MboxDialect) async throws {
        var failure: (any Error)?
        await MessageFinder(dialect: dialect, isThorough: true).find(in: inputs) { message in
            guard failure == nil else { return }
            do { try await take(message) } catch { failure = error }
        }
        if let failure { throw failure }
        try await handOver()
        // Another run takes what was passed over.
        if passedOver == 0 { journal?.remove() }
        bar.finish(messages: arrivals.count, octets: handedOver)
    }

    private mutating func take(_ found: Found) async throws {
        switch found {
        case .unreadable(let unreadable): passOver(unreadable.reason, unreadable.count)
        case .message(let message):
            reach = message.reach
            let entry = ImportJournal.Entry(message)
            guard try journal?.holds(entry) != true else {
                done += 1
                return bar.note(messages: done, octets: reach)
            }
            do throws(MessageFile.Failure) {
                let octets = try await message.octets()
                let separator = separator(of: message, octets)
                arrivals.noteReceipt(at: separator.receivedAt)
                batch += separator.mboxrd(octets)
                waiting.append(Waiting(name: message.name, octets: octets.count, entry: entry))
            } catch {
                passOver(error.description)
            }
            if batch.count >= enough { try await handOver() }
        }
    }

    private mutating func passOver(_ reason: String, _ count: Int = 1) {
        bar.say(reason)
        passedOver += count
    }

    /// What is known of a message besides its octets.
    private func separator(of message: FoundMessage, _ octets: [UInt8]) -> MboxSeparator {
        let header = Message.header(of: octets)
        var separator =
            message.separator
            ?? MboxSeparator(
                sender: message.envelope?.reversePath ?? header.deliveredReversePath
                    ?? Message(octets).digest.from?.address ?? "",
                receivedAt: message.receivedAt, forwardPaths: message.envelope?.forwardPaths ?? [])
        if message.separator == nil, let place = MaildirPlace(path: message.file) {
            separator.receivedAt = separator.receivedAt ?? place.receivedAt
            (separator.inbox, separator.isSeen) = (place.inbox, place.isSeen)
        }
        separator.inbox = separator.inbox ?? places.otherwise
        // Never without: by its time the server knows whose separator it is, and believes its marks alone.
        separator.receivedAt = separator.receivedAt ?? places.received.time(of: header, in: message.file) ?? .now()
        return separator
    }

    private mutating func handOver() async throws {
        guard !waiting.isEmpty else { return }
        var parameters = QueryString()
        parameters.add("inbox", places.inbox)
        // It was cut already, and is quoted again.
        parameters.add("dialect", MboxDialect.mboxrd.rawValue)
        let path = "/api/import\(parameters.text)"
        let answer = try await client.send(
            .POST, path, HTTPContent(mediaType: "application/mbox", octets: ByteBuffer(bytes: batch)))
        let tally = try? JSONDecoder().decode(Tally.self, from: Data(answer.body))
        // Where it was refused, the first ones may have come in.
        try note(
            waiting.prefix(answer.status == .ok ? waiting.count : tally?.count ?? 0), tooLarge: tally?.tooLarge ?? 0)
        guard answer.status == .ok, let tally else { throw client.failure(path, .refused(answer)) }
        arrivals.note(tally.imported, first: tally.first, last: tally.last, octets: batch.count)
        done += waiting.count
        handedOver += batch.count
        (batch, waiting) = ([], [])
        bar.note(messages: done, octets: reach)
    }

    /// Takes note of messages that the server is done with. There is one limit for all, so those that were too large are the
    /// largest.
    private mutating func note(_ messages: ArraySlice<Waiting>, tooLarge count: Int) throws {
        let tooLarge = Set(messages.map(\.octets).sorted(by: >).prefix(count))
        for message in messages where tooLarge.contains(message.octets) {
            passOver("\(message.name.escapingControls()) is larger than the server takes")
        }
        try journal?.note(messages.filter { !tooLarge.contains($0.octets) }.map(\.entry))
    }

    private struct Tally: Decodable {
        let imported, tooLarge: Int
        let first, last: Int?

        /// Of the messages with which the server is done.
        var count: Int { imported + tooLarge }
    }
}

/// When messages count as received of which neither a file nor its name tells it.
enum ReceivedTime: String, CaseIterable, Sendable {
    case now
    /// As the last server noted it in the message; else when it was written.
    case header
    /// When the file was changed.
    case file

    func time(of header: Header, in file: String) -> Timestamp? {
        switch self {
        case .now: nil
        case .header: header.deliveredAt
        case .file: FileKind.modified(file)
        }
    }
}
