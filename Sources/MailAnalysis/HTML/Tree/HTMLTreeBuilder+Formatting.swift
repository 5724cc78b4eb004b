import MIME

/// Formatting elements, in any order of their tags. HTML Standard §13.2.4.3, §13.2.6.4.7.
extension HTMLTreeBuilder {
    mutating func formattingStartTag(_ token: HTMLToken) {
        if token.tag == .a, let index = formatting.reachable.first(where: { nodes[$0.index].tag == .a })?.index {
            // A link inside a link ends the first.
            noteUnclosed(index)
            adoptionAgency(HTMLToken(kind: .endTag, range: emptyRange(before: token), tag: .a, name: token.name))
            formatting.remove(index)
            if let position = open.lastIndex(of: index) { removeFromOpen(at: position) }
        }
        reconstructFormatting()
        if token.tag == .nobr, isOpen(.nobr, within: .scope) {
            adoptionAgency(HTMLToken(kind: .endTag, range: emptyRange(before: token), tag: .nobr, name: token.name))
            reconstructFormatting()
        }
        let index = insert(token)
        if open.last == index { remember(index) }
    }

    private func emptyRange(before token: HTMLToken) -> Range<Int> { token.range.lowerBound..<token.range.lowerBound }

    /// At most three elements with the same tag are remembered, and ``HTMLLimits/formatting`` in all.
    private mutating func remember(_ index: Int) {
        let same = formatting.reachable.filter { isSameTag($0.index, index) }
        if same.count >= 3, let oldest = same.last { formatting.entries.remove(at: oldest.position) }
        if formatting.entries.count >= tokenizer.limits.formatting,
            let oldest = formatting.entries.firstIndex(where: { $0 != .marker })
        {
            formatting.entries.remove(at: oldest)
        }
        formatting.entries.append(.element(index))
    }

    private func isSameTag(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (nodes[left], nodes[right])
        guard left.tag == right.tag, left.range.count == right.range.count else { return false }
        return zip(left.range, right.range).allSatisfy { source[$0] == source[$1] }
    }

    /// Opens the formatting elements again that a block has closed.
    mutating func reconstructFormatting() {
        guard case .element(let last)? = formatting.entries.last, !open.reversed().contains(last) else { return }
        var position = formatting.entries.count - 1
        while position > 0, case .element(let index) = formatting.entries[position - 1],
            !open.reversed().contains(index)
        {
            position -= 1
        }
        while position < formatting.entries.count, case .element(let index) = formatting.entries[position] {
            guard open.count < tokenizer.limits.depth else { return }
            let copy = clone(of: index)
            place(copy)
            push(copy)
            formatting.entries[position] = .element(copy)
            position += 1
        }
    }

    /// Closes a formatting element that others may be closed over. HTML Standard §13.2.6.4.7, "adoption agency".
    mutating func adoptionAgency(_ token: HTMLToken) {
        let tag = token.tag
        if currentTag == tag, formatting.position(of: current) == nil {
            nodes[current].endTag = token.range
            pop()
            return
        }
        for round in 0..<Self.adoptionRounds {
            guard let index = formatting.reachable.first(where: { nodes[$0.index].tag == tag })?.index else {
                if round == 0 { anyOtherEndTag(token) }
                return
            }
            guard let position = open.lastIndex(of: index) else {
                if round == 0 { noteStray(token) }
                return formatting.remove(index)
            }
            guard isOpen(tag, within: .scope) else { return noteStray(token) }
            if round == 0 {
                if index != current { noteCrossed(token, over: position) }
                nodes[index].endTag = token.range
            }
            guard let block = open[(position + 1)...].firstIndex(where: { HTMLTagSet.special.contains(nodes[$0].tag) })
            else {
                while open.count > position { pop() }
                return formatting.remove(index)
            }
            adopt(blockAt: block, formattingAt: position)
        }
    }

    private static let adoptionRounds = 8

    /// An end tag that closes only clones crosses nothing that has not been told.
    private mutating func noteCrossed(_ token: HTMLToken, over position: Int) {
        let isTold = open[(position + 1)...].allSatisfy {
            nodes[$0].isClone || HTMLTagSet.impliedEnd.contains(nodes[$0].tag)
        }
        if !isTold, !token.range.isEmpty { note(.crossedElements, name: token.name, at: token.range) }
    }

    /// One round: the block leaves the formatting element, and its content gets a copy of it.
    private mutating func adopt(blockAt blockPosition: Int, formattingAt position: Int) {
        let (block, element) = (open[blockPosition], open[position])
        let ancestor = position > 0 ? open[position - 1] : 0
        var bookmark = formatting.position(of: element) ?? formatting.entries.count
        var last = block
        for (round, inner) in ((position + 1)..<blockPosition).reversed().enumerated() {
            let node = open[inner]
            if round >= 3, let place = formatting.position(of: node) {
                formatting.entries.remove(at: place)
                if place < bookmark { bookmark -= 1 }
            }
            guard let place = formatting.position(of: node) else {
                removeFromOpen(at: inner)
                continue
            }
            let copy = clone(of: node)
            formatting.entries[place] = .element(copy)
            removeFromOpen(at: inner)
            insertIntoOpen(copy, at: inner)
            if last == block { bookmark = place + 1 }
            move(last, under: copy)
            last = copy
        }
        unlink(last)
        let wasFostering = fosters
        fosters = true
        place(last, under: ancestor)
        fosters = wasFostering
        let copy = clone(of: element)
        while let child = nodes[block].firstChild { move(child, under: copy) }
        link(copy, under: block, before: nil)
        if let place = formatting.position(of: element) {
            formatting.entries.remove(at: place)
            if place < bookmark { bookmark -= 1 }
        }
        formatting.entries.insert(.element(copy), at: min(bookmark, formatting.entries.count))
        if let place = open.lastIndex(of: element) { removeFromOpen(at: place) }
        if let place = open.lastIndex(of: block) { insertIntoOpen(copy, at: place + 1) }
    }

    private mutating func move(_ index: Int, under parent: Int) {
        unlink(index)
        link(index, under: parent, before: nil)
    }
}
