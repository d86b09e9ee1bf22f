using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Vas.Domain.Providers;

/// <summary>
/// A service provider (features.md V1, V9): two persons let it in, its score falls with its offences, and what that leads
/// to is a sanction each time.
/// </summary>
public sealed class Provider
{
    private Provider() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>What people call it: <c>SP-0001</c>.</summary>
    public string Number { get; private set; } = "";
    public string NameZh { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public string? Licence { get; private set; }
    public string? ContractNumber { get; private set; }
    public string? Hotline { get; private set; }
    public IReadOnlyList<ProviderContact> Contacts { get; private set; } = [];

    /// <summary>Which complaints count against it: one of <see cref="ProviderDetails.Definitions"/>.</summary>
    public string Definition { get; private set; } = "";

    /// <summary>ISO 4217; what it is settled in.</summary>
    public string Currency { get; private set; } = "";
    public ProviderStatus Status { get; private set; }

    /// <summary>True whenever nothing new may be subscribed, for whatever reason: what a subscribing commit reads.</summary>
    public bool SalesSuspended { get; private set; }
    public int Score { get; private set; }

    /// <summary>How many services it ever had: the last part of a new one's code.</summary>
    public int ServiceCount { get; private set; }

    /// <summary>The token's subject.</summary>
    public string AppliedBy { get; private set; } = "";
    public DateTimeOffset AppliedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was never let in.</summary>
    public string? RejectedFor { get; private set; }
    public DateTimeOffset? ExitedAt { get; private set; }
    public DateTimeOffset LastUpdate { get; private set; }

    /// <exception cref="RuleViolation"><c>provider.unknown-definition</c>.</exception>
    public static Provider Apply(
        Guid id,
        string number,
        ProviderDetails details,
        IReadOnlyList<ProviderContact> contacts,
        ScoreTerms terms,
        string by,
        DateTimeOffset now
    )
    {
        RequireDefinition(details);
        var provider = new Provider
        {
            Id = id,
            Number = number,
            Contacts = contacts,
            Currency = "CNY",
            Status = ProviderStatus.Applied,
            SalesSuspended = true,
            Score = terms.Start,
            AppliedBy = by,
            AppliedAt = now,
        };
        provider.Take(details);
        provider.Changed(now);
        return provider;
    }

    /// <summary>A second person lets it in.</summary>
    /// <param name="isBlacklisted">Whether its licence stands on the blacklist now.</param>
    /// <exception cref="RuleViolation">
    /// <c>provider.illegal-move</c>, <c>provider.same-person</c>, <c>provider.incomplete</c>, <c>provider.blacklisted</c>.
    /// </exception>
    public void Approve(bool isBlacklisted, string by, DateTimeOffset now)
    {
        var approved = ProviderLifeCycle.Next(Status, ProviderAction.Approve);
        if (by == AppliedBy)
        {
            throw new RuleViolation("provider.same-person", "Who registered a provider cannot approve it.");
        }

        if (Licence is null || ContractNumber is null || Hotline is null)
        {
            throw new RuleViolation(
                "provider.incomplete",
                "Nobody is let in without a licence, a contract and a hotline."
            );
        }

        RequireNotBlacklisted(isBlacklisted);
        Move(approved, now);
        (DecidedBy, DecidedAt) = (by, now);
    }

    /// <summary>It is not let in, or who registered it takes that back.</summary>
    /// <exception cref="RuleViolation"><c>provider.illegal-move</c>.</exception>
    public void Reject(string reason, string by, DateTimeOffset now)
    {
        Move(ProviderLifeCycle.Next(Status, ProviderAction.Reject), now);
        (DecidedBy, DecidedAt, RejectedFor) = (by, now, reason);
    }

    /// <summary>
    /// Corrects what it says of itself. What two persons agreed on stays: after the approval another contract is another
    /// application; before it only who registered the provider changes it, so that the second person sees all of it.
    /// </summary>
    /// <exception cref="RuleViolation">
    /// <c>provider.over</c>, <c>provider.not-registered-by-you</c>, <c>provider.contract-fixed</c>,
    /// <c>provider.unknown-definition</c>.
    /// </exception>
    public void Amend(ProviderDetails details, string by, DateTimeOffset now)
    {
        RequireNotOver();
        RequireDefinition(details);
        if (Status == ProviderStatus.Applied && by != AppliedBy)
        {
            throw new RuleViolation(
                "provider.not-registered-by-you",
                "Until it is approved only who registered it changes it."
            );
        }

        if (
            Status != ProviderStatus.Applied
            && (details.Licence, details.ContractNumber, details.Definition) != (Licence, ContractNumber, Definition)
        )
        {
            throw new RuleViolation(
                "provider.contract-fixed",
                "Licence, contract and definition were agreed on by two persons and stay."
            );
        }

        if (Status != ProviderStatus.Applied && details.Hotline is null)
        {
            throw new RuleViolation("provider.incomplete", "A provider's customers must be able to call it.");
        }

        Take(details);
        Changed(now);
    }

    /// <exception cref="RuleViolation"><c>provider.over</c>.</exception>
    public void ReplaceContacts(IReadOnlyList<ProviderContact> contacts, DateTimeOffset now)
    {
        RequireNotOver();
        Contacts = contacts;
        Changed(now);
    }

    /// <summary>Takes points, and imposes what the score now falls below: nothing twice, and nothing beside an exit.</summary>
    /// <exception cref="RuleViolation">
    /// <c>provider.not-active</c>; <c>penalty.not-on-ladder</c>: offences cost what the ladder says.
    /// </exception>
    public (Penalty Penalty, IReadOnlyList<Sanction> Sanctions) Penalise(
        int points,
        string reason,
        ScoreTerms terms,
        string policyVersions,
        string by,
        DateTimeOffset now
    )
    {
        RequireIn();
        if (!terms.Penalties.Contains(points))
        {
            throw new RuleViolation(
                "penalty.not-on-ladder",
                $"An offence costs {string.Join(", ", terms.Penalties)} points, not {points}."
            );
        }

        var before = Score;
        Score = Math.Max(0, Score - points);
        var crossed = new (int Below, SanctionKind Kind)[]
        {
            (terms.NoNewBelow, SanctionKind.NoNewSales),
            (terms.WarnBelow, SanctionKind.Notice),
            (terms.ExitBelow, SanctionKind.Exit),
        }
            // Persons may let it sell again below the bound; the next offence stops it again.
            .Where(step =>
                Score < step.Below
                && (before >= step.Below || (step.Kind == SanctionKind.NoNewSales && Status == ProviderStatus.Active))
            )
            .Select(step => step.Kind)
            .ToList();
        Changed(now);
        var kinds = crossed.Contains(SanctionKind.Exit) ? [SanctionKind.Exit] : crossed;
        return (
            Penalty.Of(this, points, reason, by, now),
            kinds.ConvertAll(kind =>
                Impose(new(kind, SanctionCause.Score, reason, PolicyVersions: policyVersions), by, now)
            )
        );
    }

    /// <summary>Puts a sanction on it, which takes effect in the same commit.</summary>
    /// <exception cref="RuleViolation">
    /// <c>provider.not-active</c>; <c>sanction.amount-missing</c>; <c>sanction.amount-not-wanted</c>;
    /// <c>money.too-fine</c>.
    /// </exception>
    public Sanction Impose(SanctionGrounds grounds, string by, DateTimeOffset now)
    {
        RequireIn();
        var sanction = Sanction.On(this, grounds, by, now);
        switch (grounds.Kind)
        {
            case SanctionKind.NoNewSales:
                Move(ProviderLifeCycle.Next(Status, ProviderAction.SuspendSales), now);
                break;
            case SanctionKind.Exit:
                Move(ProviderLifeCycle.Next(Status, ProviderAction.Exit), now);
                ExitedAt = now;
                break;
            default:
                Changed(now);
                break;
        }

        return sanction;
    }

    /// <summary>
    /// A new service's code, counted here so that two proposals at once do not get the same one; only who is active may
    /// offer something new.
    /// </summary>
    /// <exception cref="RuleViolation"><c>provider.not-active</c>, <c>provider.sales-suspended</c>.</exception>
    internal string NextServiceCode(DateTimeOffset now)
    {
        ServiceCount++;
        Offer(now);
        return $"{Number}-{ServiceCount:00}";
    }

    /// <summary>
    /// Something new of it may be sold. That counts as a change of the provider, so that of an exit and an approval at
    /// the same moment one sees the other.
    /// </summary>
    /// <exception cref="RuleViolation"><c>provider.not-active</c>, <c>provider.sales-suspended</c>.</exception>
    internal void Offer(DateTimeOffset now)
    {
        RequireSelling();
        Changed(now);
    }

    /// <exception cref="RuleViolation"><c>provider.not-active</c>, <c>provider.sales-suspended</c>.</exception>
    public void RequireSelling()
    {
        if (WhyNotSelling(Status, SalesSuspended, Number) is { } no)
        {
            throw no;
        }
    }

    /// <summary>The one rule of who sells: a provider asks it of itself, a subscription of a service's provider.</summary>
    /// <returns>Null for one that does.</returns>
    internal static RuleViolation? WhyNotSelling(ProviderStatus status, bool salesSuspended, string number) =>
        status is not (ProviderStatus.Active or ProviderStatus.SalesSuspended)
            ? new RuleViolation("provider.not-active", $"{number} is {status}.")
        : salesSuspended ? new RuleViolation("provider.sales-suspended", $"{number} may sell nothing new for now.")
        : null;

    /// <exception cref="RuleViolation"><c>provider.blacklisted</c>.</exception>
    public static void RequireNotBlacklisted(bool isBlacklisted)
    {
        if (isBlacklisted)
        {
            throw new RuleViolation("provider.blacklisted", "Nobody with this licence is let in; it is blacklisted.");
        }
    }

    public ProviderGrade GradeBy(ScoreTerms terms) =>
        Score >= terms.NoNewBelow ? ProviderGrade.A
        : Score >= terms.WarnBelow ? ProviderGrade.B
        : Score >= terms.ExitBelow ? ProviderGrade.C
        : ProviderGrade.D;

    /// <summary>A sanction on it is over. Who left stays out, and applies anew.</summary>
    /// <param name="otherStops">Whether another sanction keeps it from selling all the same.</param>
    internal void SanctionEnded(SanctionKind kind, bool otherStops, DateTimeOffset now)
    {
        if (kind == SanctionKind.NoNewSales && Status == ProviderStatus.SalesSuspended && !otherStops)
        {
            Move(ProviderLifeCycle.Next(Status, ProviderAction.ResumeSales), now);
        }
        else
        {
            Changed(now);
        }
    }

    private void Take(ProviderDetails details) =>
        (NameZh, NameEn, Licence, ContractNumber, Hotline, Definition) = (
            details.NameZh,
            details.NameEn,
            details.Licence,
            details.ContractNumber,
            details.Hotline,
            details.Definition
        );

    private void Move(ProviderStatus to, DateTimeOffset now)
    {
        (Status, SalesSuspended) = (to, to != ProviderStatus.Active);
        Changed(now);
    }

    private void Changed(DateTimeOffset now)
    {
        LastUpdate = now;
        Version++;
    }

    private void RequireIn()
    {
        if (Status is not (ProviderStatus.Active or ProviderStatus.SalesSuspended))
        {
            throw new RuleViolation("provider.not-active", $"{Number} is {Status}.");
        }
    }

    private void RequireNotOver()
    {
        if (Status is ProviderStatus.Exited or ProviderStatus.Rejected)
        {
            throw new RuleViolation("provider.over", $"{Number} is {Status} and stays as it is.");
        }
    }

    private static void RequireDefinition(ProviderDetails details)
    {
        if (!ProviderDetails.Definitions.Contains(details.Definition))
        {
            throw new RuleViolation(
                "provider.unknown-definition",
                $"Complaints are counted by {string.Join(" or ", ProviderDetails.Definitions)}."
            );
        }
    }
}
