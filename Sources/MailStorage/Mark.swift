package import MailModel

/// What is done to the marks of a message.
package enum Mark: Hashable, Sendable {
    case seen
    case unseen
    /// These and no others.
    case tags([TagName])
    /// Those that are added and removed are added.
    case changeTags(adding: [TagName], removing: [TagName])

    /// Marks that are told one by one are those of so many messages at most; beyond, readers are told to read anew.
    package static let mostTold = 500

    /// Changes `marks`, as far as there is room for tags; answers whether that made a difference.
    package func apply(to marks: inout Marks) -> Bool {
        let before = marks
        switch self {
        case .seen: marks.isSeen = true
        case .unseen: marks.isSeen = false
        case .tags(let tags): marks.tags = Self.ordered(tags)
        case .changeTags(let added, let removed):
            marks.tags = Self.ordered(added, besides: marks.tags.filter { !removed.contains($0) })
        }
        return marks != before
    }

    /// Whether there was room for all that it adds.
    ///
    /// - Parameter marks: Those of a message to which it was applied.
    package func isWhole(in marks: Marks) -> Bool { addedTags.allSatisfy(marks.tags.contains) }

    /// Tags that messages bear by it, in order.
    var addedTags: [TagName] {
        switch self {
        case .seen, .unseen: []
        case .tags(let tags), .changeTags(adding: let tags, removing: _): Set(tags).sorted()
        }
    }

    /// In order, each once, no more than a message may have: those that it bears come first.
    package static func ordered(_ tags: [TagName], besides borne: [TagName] = []) -> [TagName] {
        let added = Set(tags).subtracting(borne).sorted().prefix(max(0, TagName.maximumPerMessage - borne.count))
        return added.isEmpty ? borne : (borne + added).sorted()
    }
}

extension [CaptureID] {
    /// Each once, ascending.
    package var eachOnce: [CaptureID] { zip(self, dropFirst()).allSatisfy(<) ? self : Set(self).sorted() }
}
