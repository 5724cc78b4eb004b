/// How the index is laid out, and where it is not worth while to ask it for more. What is found depends on none of it.
package struct IndexTuning: Sendable {
    /// Binary digits of the numbers of messages that lie together.
    var partBits: Int
    /// Words in a group: few enough to look through, and many enough that their trigrams take little room.
    var groupSize = 160
    /// A term is common when so many messages have it, and one of so few has.
    var common = Share(count: 1024, of: 4)
    /// The same for one that is frequent.
    var frequent = Share(count: 256, of: 50)

    /// Fewer messages in a part that gets more of them are quickly searched as they are, and not merged.
    var fewestMerged = 4096

    /// Words that may come of one part of a word. Where there are more, messages are as quickly looked at one by one: many
    /// will match.
    var mostWords = 400
    /// Groups of words that are looked through where a word that many messages have is among those that are meant.
    var mostGroupsOfCommon = 300
    /// Words that may come of all parts of words in a query: each takes FTS5 some 16 KB of memory.
    var mostWordsOfQuery = 1000
    /// Words that are looked up one by one. Of more that begin alike, all that begin so are found at one place, however
    /// many there are; but not where many messages have one of them.
    var mostLookups = 32
    /// Messages that terms may name for nothing more to be looked up: to look at so many is as quick.
    var fewNamed = 400
    /// To look at so many messages is as quick as to ask the index.
    var fewMessages = 64

    struct Share {
        /// Messages that have a term.
        let count: UInt32
        /// Of so many messages one has it.
        let of: UInt32
    }

    package init(partBits: Int = 18) { self.partBits = partBits }
}
