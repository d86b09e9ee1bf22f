using System;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>
/// What a message says, in both languages, made of typed facts: the derived record's members (features.md N1, first
/// form). A text message holds 70 characters in its first part and 67 in each further one; ours take three parts at most.
/// </summary>
/// <param name="Purpose">Names the template on messages and decisions for ever.</param>
/// <param name="Class">Whether it may wait and be switched off.</param>
/// <param name="Version">Raised with every change of its wording.</param>
/// <param name="IsForInboxOnly">True for what is not worth a text message.</param>
internal abstract record Template(
    [property: JsonIgnore] string Purpose,
    [property: JsonIgnore] MessageClass Class,
    [property: JsonIgnore] int Version = 1,
    [property: JsonIgnore] bool IsForInboxOnly = false
)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="hotline">The operator's number, as customers dial it.</param>
    public abstract Wording Chinese(string hotline);

    /// <inheritdoc cref="Chinese"/>
    public abstract Wording English(string hotline);

    /// <summary>The facts, for the record.</summary>
    public string Facts() => JsonSerializer.Serialize(this, GetType(), Readable);

    protected static string Yuan(decimal amount, string currency) =>
        currency == "CNY" ? $"¥{amount:0.00}" : $"{currency} {amount:0.00}";

    protected static string Sum(decimal amount, string currency) => $"{currency} {amount:0.00}";

    protected static string Day(DateOnly date) => date.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    protected static string DayInEnglish(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <param name="period"><c>2026-11</c>.</param>
    protected static string Month(string period) => FirstOf(period).ToString("yyyy年M月", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Month"/>
    protected static string MonthInEnglish(string period) =>
        FirstOf(period).ToString("MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Words of people as a part of our sentence: without the full stop that ours brings.</summary>
    protected static string Clause(string text) => text.Trim().TrimEnd('。', '.');

    /// <summary>Words of people, cut to what a text message has room for; no character is cut in two.</summary>
    protected static string Short(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return $"{text[..end]}…";
    }

    private static DateOnly FirstOf(string period) =>
        DateOnly.ParseExact($"{period}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A message in one language.</summary>
/// <param name="Title">Its line in the message centre.</param>
/// <param name="Content">The whole text.</param>
/// <param name="Brief">The text message where the whole would be too long; null: the whole.</param>
internal sealed record Wording(string Title, string Content, string? Brief = null)
{
    public string Sms => Brief ?? Content;
}

/// <summary>How lines are called.</summary>
internal static class LineWords
{
    public static string Chinese(string kind) =>
        kind switch
        {
            "mobile" => "手机",
            "fixed" => "固话",
            "broadband" => "宽带",
            "water" => "用水",
            _ => "业务",
        };

    public static string English(string kind) =>
        kind switch
        {
            "mobile" => "mobile line",
            "fixed" => "fixed line",
            "broadband" => "broadband",
            "water" => "water supply",
            _ => "service",
        };
}

/// <summary>How tiers are called.</summary>
internal static class TierWords
{
    public static string Chinese(string tier) =>
        tier switch
        {
            "diamond" => "钻石",
            "gold" => "金卡",
            "silver" => "银卡",
            _ => "普通",
        };

    public static string English(string tier) => tier == "none" ? "standard" : tier;
}
