/// Between which numbers of messages an expectation holds.
struct Bounds: Hashable, Sendable {
    var least: Int
    /// `nil` for any number.
    var most: Int?
}
