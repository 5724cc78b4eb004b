/// A size, in octets, on one side of which few messages are.
package enum SizeBound: Hashable, Sendable {
    /// That size or more.
    case from(Int)
    /// Less than that.
    case below(Int)

    /// Small ones, and then large ones: each is a power of two.
    static let all: [SizeBound] = (7...10).map { .below(1 << $0) } + (14...40).map { .from(1 << $0) }

    func contains(_ size: Int) -> Bool {
        switch self {
        case .from(let bound): size >= bound
        case .below(let bound): size < bound
        }
    }

    /// `from14` for 16 KiB and more: the bound as a power of two.
    var name: String {
        switch self {
        case .from(let bound): "from\(bound.trailingZeroBitCount)"
        case .below(let bound): "below\(bound.trailingZeroBitCount)"
        }
    }

    /// The narrowest one beyond which every message of at least that size lies.
    package static func holding(from size: Int) -> SizeBound? {
        all.last { if case .from(let bound) = $0 { bound <= size } else { false } }
    }

    /// The narrowest one below which every smaller message lies.
    package static func holding(below size: Int) -> SizeBound? {
        all.first { if case .below(let bound) = $0 { bound >= size } else { false } }
    }
}
