/// The elements that are open. HTML Standard §13.2.4.2.
extension HTMLTreeBuilder {
    var current: Int { open.last ?? 0 }
    var currentTag: HTMLTag { nodes[current].tag }

    mutating func push(_ index: Int) {
        open.append(index)
        openCounts[Int(nodes[index].tag.rawValue)] &+= 1
    }

    @discardableResult
    mutating func pop() -> Int {
        guard let index = open.popLast() else { return 0 }
        openCounts[Int(nodes[index].tag.rawValue)] &-= 1
        return index
    }

    mutating func removeFromOpen(at position: Int) {
        openCounts[Int(nodes[open[position]].tag.rawValue)] &-= 1
        open.remove(at: position)
    }

    mutating func insertIntoOpen(_ index: Int, at position: Int) {
        open.insert(index, at: position)
        openCounts[Int(nodes[index].tag.rawValue)] &+= 1
    }

    func isOpen(_ tag: HTMLTag) -> Bool { openCounts[Int(tag.rawValue)] > 0 }

    /// Whether an element of that kind is open with nothing of `boundary` inside of it.
    func isOpen(_ tag: HTMLTag, within boundary: HTMLTagSet) -> Bool {
        guard isOpen(tag) else { return false }
        for index in open.reversed() {
            if nodes[index].tag == tag { return true }
            if boundary.contains(nodes[index].tag) { return false }
        }
        return false
    }

    /// Closes elements that need no end tag. HTML Standard §13.2.6.3.
    mutating func closeImplied(except tag: HTMLTag = .other) {
        while HTMLTagSet.impliedEnd.contains(currentTag), currentTag != tag || tag == .other { pop() }
    }

    /// Closes everything up to an element of that kind; whatever else that closes is a fault.
    mutating func popUntil(_ tag: HTMLTag, endTag: HTMLToken? = nil) {
        while open.count > 1 {
            let isWanted = currentTag == tag
            if isWanted, let endTag { nodes[current].endTag = endTag.range }
            if !isWanted, !HTMLTagSet.optionalEnd.contains(currentTag) { noteUnclosed(current) }
            pop()
            if isWanted { return }
        }
    }

    /// Closes everything up to what `tags` holds, and leaves that open.
    mutating func popTo(_ tags: HTMLTagSet) {
        while open.count > 1, !tags.contains(currentTag) {
            if !HTMLTagSet.optionalEnd.contains(currentTag) { noteUnclosed(current) }
            pop()
        }
    }

    mutating func closeParagraph() {
        guard isOpen(.p, within: .buttonScope) else { return }
        closeImplied(except: .p)
        popUntil(.p)
    }
}
