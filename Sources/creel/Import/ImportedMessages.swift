import FoundationEssentials
import Intake
import MailModel

/// The messages that an import has brought in, and what has become of them since.
struct ImportedMessages {
    private(set) var count = 0
    private var octets = 0
    /// The numbers of the first and the last.
    private var (first, last): (Int?, Int?)
    private var oldest: Timestamp?

    mutating func noteReceipt(at time: Timestamp?) {
        if let time { oldest = min(oldest ?? time, time) }
    }

    mutating func note(_ count: Int, first: Int?, last: Int?, octets: Int) {
        self.count += count
        self.octets += octets
        (self.first, self.last) = (self.first ?? first, last ?? self.last)
    }

    /// What is said where messages have gone again because the server keeps no more; `nil` where none has, as far as it tells.
    ///
    /// - Parameter inbox: Where all of them went; `nil` where that differs.
    func loss(at client: HTTPClient, inbox: String?, pause: Duration = .milliseconds(500)) async -> String? {
        guard let first, let last else { return nil }
        var limit = await Self.page(client, inbox: inbox)?.removedBefore
        // The oldest go behind everything else: it is over when nothing has gone for a while.
        var (looks, still) = (isMuchOrOld ? Self.mostLooks : 0, 0)
        while looks > 0, still < Self.enoughStill, (try? await Task.sleep(for: pause)) != nil {
            let next = await Self.page(client, inbox: inbox)?.removedBefore
            (looks, still) = (looks - 1, next == limit ? still + 1 : 0)
            limit = next
        }
        guard let limit, limit > first else { return nil }
        let rest = await Self.page(client, inbox: inbox, query: "id:\(first)..\(last)")
        guard let rest, rest.matched < count else { return nil }
        let gone = rest.matchedExactly ? (count - rest.matched).counted("message") : "some messages"
        return "\(gone) came in and went again: no more is kept (--keep-octets, --keep-count, --keep-age, or the "
            + "retention of an inbox)"
    }

    /// Anything else has hardly touched what is kept.
    private var isMuchOrOld: Bool {
        let dayAgo = Timestamp.now().milliseconds - 86_400_000
        return octets >= 16 << 20 || count >= 100 || oldest.map { $0.milliseconds < dayAgo } ?? false
    }

    /// How often it is looked, while messages go, whether that is over.
    private static let mostLooks = 60
    /// Looks that have found nothing new.
    private static let enoughStill = 2

    private static func page(_ client: HTTPClient, inbox: String?, query: String? = nil) async -> Page? {
        var parameters = QueryString()
        parameters.add("inbox", inbox)
        parameters.add("q", query)
        parameters.add("limit", 1)
        let body = try? await client.get("/api/messages\(parameters.text)")
        return body.flatMap { try? JSONDecoder().decode(Page.self, from: Data($0)) }
    }

    private struct Page: Decodable {
        let matched: Int
        let matchedExactly: Bool
        let removedBefore: Int?
    }
}
