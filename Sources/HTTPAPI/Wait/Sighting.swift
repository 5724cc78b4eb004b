import MailModel
import MailStorage

/// What a wait asks for.
struct WaitWish: Sendable {
    var query: MessageQuery
    /// Only later messages count; `nil` counts all there are.
    var after: CaptureID?
    /// How many matches it takes, 1…500.
    var count: Int
}

/// What a waiting request has found so far.
struct Sighting: Sendable {
    let wish: WaitWish
    /// Newest first.
    private(set) var found: [Summary]
    /// How many matches were counted, of which `found` may be a part.
    private(set) var matched: Int
    /// Everything up to here has been counted.
    private(set) var seen: CaptureID

    private static let limit = Page.limits.upperBound

    /// Counts from the start.
    init(of wish: WaitWish, in store: any MessageStore) async throws(StoreError) {
        // Taken before the look: what is committed by now is in it, and counting goes on behind.
        let now = store.lastChange
        self.wish = wish
        if let after = wish.after {
            (found, matched, seen) = ([], 0, after)
            try await count(in: store)
        } else {
            let page = try await store.page(wish.query, before: nil, limit: wish.count)
            (found, matched) = (page.messages, page.matched)
            seen = max(now, page.messages.first?.id ?? .zero)
        }
    }

    /// Counts what came since.
    mutating func count(in store: any MessageStore) async throws(StoreError) {
        let now = store.lastChange
        let room = wish.after == nil ? Self.limit : Self.limit - found.count
        let rows = try await store.matches(wish.query, after: seen, limit: room)
        let last = rows.last?.id ?? seen
        seen = rows.count == room ? last : max(now, last, seen)
        matched += rows.count
        found = rows.reversed() + found
        if wish.after == nil { found = Array(found.prefix(wish.count)) }
    }

    var missing: Int { max(0, wish.count - matched) }

    /// With which a later wait misses nothing: it has everything behind what this one handed out.
    var cursor: CaptureID { seen }

    /// With which a later wait counts again what this one counted and did not hand out.
    var unspentCursor: CaptureID { found.last.map { CaptureID($0.id.rawValue - 1) } ?? seen }
}
