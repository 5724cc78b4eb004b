import Synchronization

/// A limited number of places, for what may be open side by side.
final class Places: Sendable {
    let limit: Int
    private let taken = Mutex(0)

    init(limit: Int) { self.limit = limit }

    var count: Int { taken.withLock { $0 } }

    /// Takes a place, or answers `nil` when all are taken. It is free again when nobody holds it any more.
    func take() -> Place? {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        return isFree ? Place(of: self) : nil
    }

    fileprivate func giveBack() {
        taken.withLock { $0 -= 1 }
    }
}

/// One taken place; holding it is having it.
///
/// A class, because a response that is never written still has to give its place back.
final class Place: Sendable {
    private let places: Places

    fileprivate init(of places: Places) { self.places = places }

    deinit { places.giveBack() }
}
