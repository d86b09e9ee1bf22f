using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// What he asked for by 0000 (features.md V4): Vas knows the words. It has to be complete, so here a text may take up to ten
/// parts, as many as the gateway takes.
/// </summary>
internal sealed record ServicesListed(string TextZh, string TextEn)
    : Template("inquiry-answered", MessageClass.Confirmation)
{
    private const int Most = 620;

    public override Wording Chinese(string hotline) =>
        new("业务查询", TextZh, $"{Clause(Short(TextZh, Most))}。详询{hotline}。");

    public override Wording English(string hotline) =>
        new("Your services", TextEn, $"{Clause(Short(TextEn, Most))}. Questions: {hotline}.");
}
