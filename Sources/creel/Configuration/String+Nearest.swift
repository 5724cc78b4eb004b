extension String {
    /// The candidate that a slip of the hand turns into this, or `nil` when none is near.
    func nearest(in candidates: some Sequence<String>) -> String? {
        let distances = candidates.map { (candidate: $0, distance: editDistance(to: $0)) }
        let best = distances.min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
        return best.flatMap { $0.distance <= 2 + utf8.count / 8 ? $0.candidate : nil }
    }

    /// Octets to insert, remove or replace (Levenshtein).
    private func editDistance(to other: String) -> Int {
        let other = Array(other.utf8)
        var row = Array(0...other.count)
        for (line, octet) in utf8.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let replaced = diagonal + (octet == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
