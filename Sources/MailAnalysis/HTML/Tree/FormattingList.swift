/// Formatting elements that go on behind a block that cuts them off, innermost last. HTML Standard §13.2.4.3.
struct FormattingList {
    enum Entry: Equatable {
        /// The edge of a cell or an object, which keeps its formatting inside.
        case marker
        case element(Int)
    }

    var entries: [Entry] = []

    mutating func addMarker() { entries.append(.marker) }

    mutating func clearToMarker() {
        while let last = entries.popLast(), last != .marker {}
    }

    func position(of index: Int) -> Int? { entries.lastIndex(of: .element(index)) }

    mutating func remove(_ index: Int) {
        if let position = position(of: index) { entries.remove(at: position) }
    }

    /// The elements behind the last marker, innermost first.
    var reachable: some Sequence<(position: Int, index: Int)> {
        entries.indices.reversed().lazy.map { (position: $0, entry: entries[$0]) }.prefix { $0.entry != .marker }
            .compactMap { pair in
                if case .element(let index) = pair.entry { return (position: pair.position, index: index) }
                return nil
            }
    }
}
