import MIME

/// Words by which a message addresses somebody; a name comes next.
enum Greeting {
    private static let words = [
        "hi", "hello", "hey", "dear", "welcome", "hallo", "liebe", "lieber", "bonjour", "salut", "cher", "chère",
        "hola",
        "estimado", "estimada", "ciao", "caro", "cara", "beste", "geachte", "olá", "cześć",
    ]

    /// By their octets, in any case.
    static let table = WordTable(words)
    /// As ``Word`` has them.
    static let hashes = Set(words.map { WordHash.of($0) })
}
