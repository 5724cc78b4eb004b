/// A check that cannot be made as it was asked for; what is wrong, as one line.
struct CheckError: Error, Hashable, CustomStringConvertible {
    let description: String
}
