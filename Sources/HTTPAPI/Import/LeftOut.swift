/// Files that were passed over, since nothing tells that they hold messages.
package struct LeftOut: Sendable {
    package private(set) var count = 0
    private var names: [String] = []

    /// So many are named.
    private static let most = 3

    package init() {}

    package mutating func note(_ name: String) {
        count += 1
        if names.count < Self.most { names.append(name) }
    }

    /// The first of them: `a, b, c and 4 more`.
    package var list: String {
        let list = names.joined(separator: ", ")
        return count > names.count ? "\(list) and \(count - names.count) more" : list
    }
}
