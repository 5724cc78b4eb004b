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

    /// Changes `marks`; answers whether that made a difference.
    package func apply(to marks: inout Marks) -> Bool {
        let before = marks
        switch self {
        case .seen: marks.isSeen = true
        case .unseen: marks.isSeen = false
        case .tags(let tags): marks.tags = Self.ordered(tags)
        case .changeTags(let added, let removed):
            marks.tags = Self.ordered(marks.tags.filter { !removed.contains($0) } + added)
        }
        return marks != before
    }

    /// Tags that messages bear by it.
    var addedTags: [TagName] {
        switch self {
        case .seen, .unseen: []
        case .tags(let tags), .changeTags(adding: let tags, removing: _): Self.ordered(tags)
        }
    }

    /// In order, each once, no more than a message may have.
    package static func ordered(_ tags: [TagName]) -> [TagName] {
        Array(Set(tags).sorted().prefix(TagName.maximumPerMessage))
    }
}

extension [CaptureID] {
    /// Each once, ascending.
    package var eachOnce: [CaptureID] { zip(self, dropFirst()).allSatisfy(<) ? self : Set(self).sorted() }
}
