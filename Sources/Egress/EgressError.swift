/// Why there is no answer from outside.
package enum EgressError: Error, Hashable, Sendable {
    /// No configuration opens the way; with what would.
    case closed(String)
    /// The name leads to addresses that may not be connected to.
    case forbidden(String)
    case unresolved(String)
    /// Nobody listens there, or the way there is broken.
    case unreachable(String)
    case timedOut(String)
    /// The answer stopped before its end, or is none.
    case brokenOff(String)
    case tooLarge(String)
}

extension EgressError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .closed(let text), .forbidden(let text), .unresolved(let text), .unreachable(let text),
            .timedOut(let text), .brokenOff(let text), .tooLarge(let text):
            text
        }
    }

    /// It was decided here, not met on the way.
    package var isRefusal: Bool {
        switch self {
        case .closed, .forbidden: true
        case .unresolved, .unreachable, .timedOut, .brokenOff, .tooLarge: false
        }
    }
}
