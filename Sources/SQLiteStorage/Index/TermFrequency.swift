/// How many of the messages of a part have a term: to go through those of a frequent one takes long, and a common one
/// leaves out few besides.
enum TermFrequency: Int, Comparable {
    case rare, frequent, common

    static func < (one: TermFrequency, other: TermFrequency) -> Bool { one.rawValue < other.rawValue }
}
