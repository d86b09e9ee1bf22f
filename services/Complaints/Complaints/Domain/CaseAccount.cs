using System;

namespace Complaints.Domain;

/// <summary>The account a case is about. A case is taken even when Billing is away; then it is asked until it answers.</summary>
/// <param name="Id">Null for anonymous reports and for people who are no customers.</param>
/// <param name="Check">What Billing said of it.</param>
/// <param name="CheckDueAt">When Billing is asked again; null when there is nothing to ask.</param>
/// <param name="Checks">How often it was asked in vain.</param>
public sealed record CaseAccount(Guid? Id, AccountCheck Check, DateTimeOffset? CheckDueAt, int Checks)
{
    private static readonly TimeSpan FirstRecheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRecheck = TimeSpan.FromMinutes(1);

    internal static CaseAccount Named(Guid? id, AccountCheck check, DateTimeOffset now) =>
        new(id, check, check == AccountCheck.Unverified ? now + FirstRecheck : null, Checks: 0);

    internal bool IsOpen => Check == AccountCheck.Unverified;

    /// <summary>Settled by an answer; asked again after twice the pause, up to a minute, while there is none.</summary>
    internal CaseAccount Asked(AccountCheck answer, DateTimeOffset now) =>
        (IsOpen, answer) switch
        {
            (false, _) => this,
            (_, AccountCheck.Unverified) => this with { Checks = Checks + 1, CheckDueAt = now + PauseAfter(Checks) },
            _ => this with { Check = answer, CheckDueAt = null },
        };

    /// <summary>How long a neighbour is let alone that was asked so often in vain.</summary>
    internal static TimeSpan PauseAfter(int checks)
    {
        var pause = FirstRecheck * Math.Pow(2, Math.Min(checks, 10));
        return pause < LongestRecheck ? pause : LongestRecheck;
    }

    internal CaseAccount NoLongerAsked() =>
        IsOpen ? this with { Check = AccountCheck.NotNeeded, CheckDueAt = null } : this;
}
