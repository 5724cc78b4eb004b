import MIME

/// Tells by the words before it that a value which is not there was to be said: `Hello Ann undefined,`,
/// `Your balance is NaN.`, and nothing else at all.
enum SaidValue {
    /// - Parameter index: Of a word that languages print for nothing.
    static func isOne(at index: Int, in reading: ReadableText) -> Bool {
        let (octets, words) = (reading.octets, reading.words)
        let word = words[index]
        let next = octets.octet(at: Int(word.end))
        let isLineEnd = next == 0 || next == .lf || next == .cr
        if words.count == 1 { return isLineEnd }
        guard index > 0 else { return false }
        let previous = words[index - 1]
        let between = octets[Int(previous.end)..<Int(word.start)]
        let isEnd = isLineEnd || next == UInt8(ascii: "!")
        // `Welcome, undefined!`
        if between.elementsEqual(", ".utf8) { return isEnd && EmptyValueScan.openers.contains(previous.hash) }
        guard between.elementsEqual(" ".utf8) else { return false }
        if copulas.contains(previous.hash) {
            return (isEnd || next == .dot)
                && words[max(0, index - 6)..<(index - 1)].contains { amounts.contains($0.hash) }
        }
        if index > 1, isEnd || next == .comma, EmptyValueScan.greetings.contains(words[index - 2].hash),
            words[index - 2].end + 1 == previous.start
        {
            return 0x41...0x5A ~= octets[Int(previous.start)]
        }
        // Two cells of a table.
        let isFirst = previous.start == 0 || octets[Int(previous.start) - 1] == .lf
        return reading.origin == .html && isLineEnd && isFirst && labels.contains(previous.hash)
    }

    private static let copulas = Set(["is", "was", "ist", "est", "es"].map { WordHash.of($0) })
    private static let amounts = Set(
        [
            "price", "balance", "total", "amount", "invoice", "subscription", "delivery", "shipment", "order",
            "payment",
            "preis", "betrag", "summe", "guthaben", "montant", "importe",
        ].map { WordHash.of($0) })
    private static let labels = Set(
        [
            "name", "address", "phone", "email", "total", "price", "date", "order", "company", "city", "street",
            "country",
            "quantity", "amount", "status", "subtotal", "shipping", "customer", "betrag", "adresse", "datum", "summe",
        ].map { WordHash.of($0) })
}

extension [UInt8] {
    /// The octet at a place; NUL where there is none.
    fileprivate func octet(at position: Int) -> UInt8 { position < count ? self[position] : 0 }
}
