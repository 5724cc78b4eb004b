import CScheduling

/// How soon a thread has the processor while others want it as well.
package enum ThreadPriority: Sendable {
    /// It comes soon when it wakes: for what never takes long, and somebody waits for each time.
    case prompt
    case usual
    /// It has what all others leave.
    case idle

    /// Nanoseconds: what one of the steps takes that somebody waits for. Turns are of one to three milliseconds usually.
    package static let shortTurn: UInt64 = 200_000

    /// Of the calling thread, in nanoseconds; 0 where the system does not tell.
    package static var turn: UInt64 { creel_scheduling_turn() }

    /// Gives it to the calling thread. Where the system knows nothing of the kind, nothing changes.
    package func takeEffect() {
        switch self {
        case .prompt: creel_scheduling_take_short_turns(Self.shortTurn)
        case .usual: break
        case .idle: creel_scheduling_take_leavings()
        }
    }
}
