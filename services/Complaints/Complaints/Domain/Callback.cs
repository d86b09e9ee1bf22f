using System;
using Rules;

namespace Complaints.Domain;

/// <summary>How a callback went.</summary>
public enum CallbackOutcome
{
    /// <summary>The customer said whether he is satisfied.</summary>
    Answered,

    /// <summary>Nobody picked up. So many recorded attempts close the case all the same.</summary>
    NoAnswer,

    /// <summary>The customer was reached and did not want to say.</summary>
    Declined,
}

/// <summary>What was heard when the customer was called back.</summary>
/// <param name="IsSatisfied">Only, and always, with an answer.</param>
/// <param name="Score">1 (worst) to 5; only, and always, with an answer.</param>
/// <param name="Remark">In the customer's words, or what the caller noted.</param>
public sealed record CallbackResult(CallbackOutcome Outcome, bool? IsSatisfied, int? Score, string? Remark)
{
    /// <summary>By how many attempts without an answer this adds.</summary>
    internal int Attempts => Outcome == CallbackOutcome.NoAnswer ? 1 : 0;

    /// <param name="attempts">Attempts without an answer since the case was resolved, this one included.</param>
    /// <param name="sinceLast">Since the last callback of this answer; null for the first.</param>
    /// <exception cref="RuleViolation">
    /// <c>callback.answer-incomplete</c>, <c>callback.answer-without-answering</c>, <c>callback.too-soon</c>.
    /// </exception>
    internal CallbackVerdict Verdict(int attempts, TimeSpan? sinceLast, CaseTerms terms)
    {
        Check();
        if (Outcome == CallbackOutcome.NoAnswer && sinceLast < terms.CallbackSpacing)
        {
            throw new RuleViolation(
                "callback.too-soon",
                $"An attempt counts {terms.CallbackSpacing.TotalMinutes:0} minutes after the last one at the earliest."
            );
        }

        return (Outcome, IsSatisfied) switch
        {
            (CallbackOutcome.Answered, false) => CallbackVerdict.Reopen,
            (CallbackOutcome.NoAnswer, _) when attempts < terms.CallbackAttempts => CallbackVerdict.TryAgain,
            _ => CallbackVerdict.Close,
        };
    }

    private void Check()
    {
        if (Outcome == CallbackOutcome.Answered && (IsSatisfied is null || Score is null))
        {
            throw new RuleViolation(
                "callback.answer-incomplete",
                "An answered callback says whether the customer is satisfied, and his score."
            );
        }

        if (Outcome != CallbackOutcome.Answered && (IsSatisfied is not null || Score is not null))
        {
            throw new RuleViolation(
                "callback.answer-without-answering",
                "Satisfaction and score come from the customer's own answer only."
            );
        }
    }
}

/// <summary>What a callback means for its case.</summary>
public enum CallbackVerdict
{
    Close,
    Reopen,
    TryAgain,
}

/// <summary>A recorded callback (features.md C8). Only added; of a deleted case it loses its remark.</summary>
public sealed class Callback
{
    private Callback() { }

    public long Position { get; private set; }
    public Guid ComplaintId { get; private set; }

    /// <summary>The version of the case that this made.</summary>
    public long Version { get; private set; }
    public CallbackOutcome Outcome { get; private set; }
    public bool? IsSatisfied { get; private set; }
    public int? Score { get; private set; }
    public string? Remark { get; private set; }
    public string Who { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    internal void Forget() => Remark = null;

    internal static Callback Of(Guid complaint, long version, CallbackResult result, Actor by, DateTimeOffset at) =>
        new()
        {
            ComplaintId = complaint,
            Version = version,
            Outcome = result.Outcome,
            IsSatisfied = result.IsSatisfied,
            Score = result.Score,
            Remark = result.Remark,
            Who = by.Subject,
            At = at,
        };
}
