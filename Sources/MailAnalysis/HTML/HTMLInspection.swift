/// What one HTML part of a message is made of, what a person sees of it, and what it hides.
///
/// Every range counts octets of the decoded source. Reading one never fails and takes time linear in the source.
package struct HTMLInspection: Sendable {
    package let document: HTMLDocument
    package let text: VisibleText
    package let hidden: [HiddenText]
    package let links: [HTMLLink]
    package let images: [HTMLImage]
    package let constructs: [HTMLConstruct]
    package let lowContrast: [LowContrast]
    package let outline: HTMLOutline
    package let conditionals: [ConditionalComment]
    /// What a list shows behind the subject: the first text of the body, shown or hidden.
    package let preheader: String
}
