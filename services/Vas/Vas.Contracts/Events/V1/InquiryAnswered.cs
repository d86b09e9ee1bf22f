using System;

namespace Vas.Contracts.Events.V1;

/// <summary>
/// A customer asked by keyword what he is subscribed to, or stopped it; the answer is ready to be sent (features.md V4).
/// </summary>
/// <param name="InquiryId">The inquiry.</param>
/// <param name="Version">Version of the aggregate this event is of.</param>
/// <param name="AccountId">Whose account.</param>
/// <param name="ServiceNumber">The line that asked, and that is answered.</param>
/// <param name="TextZh">The answer, Chinese.</param>
/// <param name="TextEn">The answer, English.</param>
/// <param name="AnsweredAt">When, UTC.</param>
/// <param name="ReplyNumber">The number that it comes from, where an order like <c>TD 1</c> is understood.</param>
public sealed record InquiryAnswered(
    Guid InquiryId,
    long Version,
    Guid AccountId,
    string ServiceNumber,
    string TextZh,
    string TextEn,
    DateTimeOffset AnsweredAt,
    string? ReplyNumber = null
);
