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

/// What a wait has come to.
struct Sighting: Sendable {
    /// Newest first, and no more than were asked for: with `after` the first ones behind it, else the newest.
    var messages: [Summary]
    var isEnough: Bool
    /// Whether all that was there at the beginning was looked at.
    var isWhole: Bool
    /// With which another wait misses nothing and is handed nothing twice.
    var cursor: CaptureID
}

/// A wait as a value: what it has found so far.
///
/// It is told what a look into the store showed and, beside the look and in any order with it, what came and went
/// after `start`. Numbers are never used twice, so matches are a set: what was seen or came, without what went.
struct Waiter: Sendable {
    let wish: WaitWish
    /// The look shows everything up to here.
    let start: CaptureID
    /// During a look no more than are asked for: what came first.
    private var found: [CaptureID: Summary] = [:]
    /// What went during the look, which may show it still.
    private var gone: [Set<CaptureID>] = []
    private var isLooking = true
    /// Whether it no longer knows what there is, and has to begin anew.
    private var isLost = false
    /// Whether what the look shows may have been otherwise when it looked.
    private var isUnsure = false

    /// Removals that are remembered during a look.
    private static let mostRemovals = 1000

    init(_ wish: WaitWish, start: CaptureID) {
        (self.wish, self.start) = (wish, start)
    }

    /// With `after` the oldest matches are wanted, which the look shows; without it what comes is as good.
    private var hasEnough: Bool { found.count >= wish.count && (wish.after == nil || !isLooking) }

    /// Whether there is nothing to wait for any more; from then on it stays as it is.
    var isSettled: Bool { hasEnough || isLost }

    /// A match came.
    mutating func came(_ summary: Summary) {
        guard !isSettled, summary.id > start, found.count < wish.count else { return }
        found[summary.id] = summary
    }

    mutating func went(_ ids: Set<CaptureID>) {
        guard !isSettled else { return }
        let left = found.isEmpty ? found : found.filter { !ids.contains($0.key) }
        // Where there was no room for more, what takes its place is not known.
        if left.count < found.count, found.count == wish.count { isLost = true }
        found = left
        guard isLooking else { return }
        gone.append(ids)
        if gone.count > Self.mostRemovals { isLost = true }
    }

    /// The look is over and showed these matches: all there were, or as many as are asked for.
    mutating func saw(_ matches: [Summary]) {
        guard !isSettled else { return }
        for match in matches where !gone.contains(where: { $0.contains(match.id) }) { found[match.id] = match }
        (isLooking, gone, isLost, isUnsure) = (false, [], isUnsure && found.count < wish.count, false)
    }

    mutating func loseTrack() { if !isSettled { isLost = true } }

    /// What matches may have become so without having come: a look that is under way is brought to its end, so that a
    /// stream of such changes holds up nobody, and followed by another.
    mutating func mayHaveChanged() {
        if isLooking { isUnsure = true } else { loseTrack() }
    }

    /// Begins another look where there is something that may not have been told yet, and answers behind what.
    mutating func lookAgain(behind position: CaptureID, upTo last: CaptureID) -> CaptureID? {
        let told = max(position, start)
        guard !isSettled, !isLooking, told < last else { return nil }
        isLooking = true
        return told
    }

    /// What it has come to; `nil` when it has to begin anew, and there is time for that.
    ///
    /// - Parameter position: Everything up to here has been told.
    func sighting(at position: CaptureID, isLast: Bool = false) -> Sighting? {
        guard !isLost || isLast else { return nil }
        let matches = found.values.sorted { $0.id > $1.id }
        let wanted = Array(wish.after == nil ? matches.prefix(wish.count) : matches.suffix(wish.count))
        return Sighting(
            messages: wanted, isEnough: hasEnough, isWhole: !isLooking && !isLost,
            cursor: cursor(behind: wanted, at: position))
    }

    private func cursor(behind wanted: [Summary], at position: CaptureID) -> CaptureID {
        if hasEnough { return max(wanted.first?.id ?? .zero, wish.after == nil ? start : .zero) }
        if isLooking || isLost { return wish.after ?? .zero }
        // What was not enough is counted again.
        return wanted.last.map { CaptureID($0.id.rawValue - 1) } ?? max(start, position)
    }
}
