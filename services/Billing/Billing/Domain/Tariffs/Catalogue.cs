using System;
using System.Collections.Generic;
using System.Linq;
using Rules;

namespace Billing.Domain.Tariffs;

/// <summary>
/// All that is offered from a day on (features.md B1): written by one person, let out by another. Once published it is
/// what customers agreed to and stands for ever; the next price is the next catalogue.
/// </summary>
public sealed class Catalogue
{
    /// <summary>
    /// A product choice against a mistyped year: catalogues come one after the other, so one that is far away would keep
    /// out all that are wanted before it. Days from today.
    /// </summary>
    public const int MaxDaysAhead = 400;

    private readonly List<PlanFamily> _families = [];

    private Catalogue() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>What people call it by; in the order of drafting.</summary>
    public int Number { get; private set; }
    public CatalogueStatus Status { get; private set; }

    /// <summary>Its first day, local date; it holds until the next one's.</summary>
    public DateOnly EffectiveFrom { get; private set; }
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public string? ProposedBy { get; private set; }
    public DateTimeOffset? ProposedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; private set; }
    public IReadOnlyList<PlanFamily> Families => _families;

    public IEnumerable<Offering> Offerings => _families.SelectMany(family => family.Offerings);

    /// <param name="copyOf">What it begins with; nothing when null.</param>
    public static Catalogue Draft(int number, DateOnly effectiveFrom, Catalogue? copyOf, string by, DateTimeOffset now)
    {
        var draft = new Catalogue
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Number = number,
            Status = CatalogueStatus.Draft,
            EffectiveFrom = effectiveFrom,
            CreatedBy = by,
            CreatedAt = now,
        };
        draft._families.AddRange(copyOf?.Families.Select(family => family.CopyTo(draft.Id)) ?? []);
        return draft;
    }

    /// <exception cref="RuleViolation">
    /// <c>catalogue.illegal-move</c>; <c>family.other-group</c>: its plans were made for the group that it has.
    /// </exception>
    public void PutFamily(string code, FamilyTerms terms)
    {
        Move(CatalogueAction.Edit);
        if (Family(code) is not { } known)
        {
            _families.Add(PlanFamily.Of(Id, code, terms));
            return;
        }

        if (known.CustomerGroup != terms.CustomerGroup && known.Offerings.Count > 0)
        {
            throw new RuleViolation("family.other-group", $"{code} has plans for {known.CustomerGroup}.");
        }

        known.Change(terms);
    }

    /// <returns>False when there is no such family.</returns>
    /// <exception cref="RuleViolation">
    /// <c>catalogue.illegal-move</c>; <c>family.not-empty</c>: plans do not vanish along with a name.
    /// </exception>
    public bool RemoveFamily(string code)
    {
        if (Family(code) is not { } family)
        {
            return false;
        }

        Move(CatalogueAction.Edit);
        if (family.Offerings.Count > 0)
        {
            throw new RuleViolation("family.not-empty", $"{code} still has {family.Offerings.Count} offerings.");
        }

        return _families.Remove(family);
    }

    /// <param name="offeringId">What the offering is known by in all catalogues; taken when this one lacks the code.</param>
    /// <returns>False when there is no such family.</returns>
    /// <exception cref="RuleViolation">
    /// <c>catalogue.illegal-move</c>; <c>offering.price</c>: see <see cref="PriceRules"/>; <c>offering.other-family</c>:
    /// another family has the code.
    /// </exception>
    public bool PutOffering(string family, string code, Guid offeringId, OfferingTerms terms)
    {
        if (Family(family) is not { } home)
        {
            return false;
        }

        Move(CatalogueAction.Edit);
        if (PriceRules.Flaws(terms.Price).FirstOrDefault() is ({ } field, { } reason))
        {
            throw new RuleViolation("offering.price", $"{field}: {reason}");
        }

        if (_families.Any(other => other != home && other.Offerings.Any(offering => offering.Code == code)))
        {
            throw new RuleViolation("offering.other-family", $"{code} is in another family; take it out there first.");
        }

        home.Put(offeringId, code, terms);
        return true;
    }

    /// <returns>False when there is no such offering.</returns>
    /// <exception cref="RuleViolation"><c>catalogue.illegal-move</c>.</exception>
    public bool RemoveOffering(string code)
    {
        if (!Offerings.Any(offering => offering.Code == code))
        {
            return false;
        }

        Move(CatalogueAction.Edit);
        return _families.Exists(family => family.Remove(code));
    }

    /// <exception cref="RuleViolation"><c>catalogue.illegal-move</c>; <c>catalogue.empty</c>.</exception>
    public void Propose(string by, DateTimeOffset now)
    {
        Move(CatalogueAction.Propose);
        if (!Offerings.Any())
        {
            throw new RuleViolation("catalogue.empty", $"Catalogue {Number} offers nothing.");
        }

        (ProposedBy, ProposedAt) = (by, now);
    }

    /// <summary>A second person lets it out.</summary>
    /// <param name="newest">The published catalogue that takes effect last.</param>
    /// <param name="today">Local date.</param>
    /// <returns>The rows that forbid it; when there are any, nothing was changed.</returns>
    /// <exception cref="RuleViolation">
    /// <c>catalogue.illegal-move</c>; <c>catalogue.same-person</c>; <c>catalogue.overlaps</c>: it would take effect
    /// before today, or not after the newest; <c>catalogue.too-far-ahead</c>.
    /// </exception>
    public IReadOnlyList<CatalogueFlaw> Publish(
        string by,
        CatalogueLimits limits,
        PublishedCatalogue? newest,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var published = CatalogueLifeCycle.Next(Status, CatalogueAction.Publish);
        RequireAnotherPerson(by);
        if (EffectiveFrom < today)
        {
            var inForce = newest is null ? "" : $", while catalogue {newest.Number} was to hold";
            throw Overlaps(
                $"Catalogue {Number} would take effect on {EffectiveFrom:yyyy-MM-dd}, which has gone by{inForce}."
            );
        }

        if (EffectiveFrom.DayNumber - today.DayNumber > MaxDaysAhead)
        {
            throw new RuleViolation(
                "catalogue.too-far-ahead",
                $"Catalogue {Number} would take effect on {EffectiveFrom:yyyy-MM-dd}; {MaxDaysAhead} days are the most."
            );
        }

        if (newest is not null && newest.EffectiveFrom >= EffectiveFrom)
        {
            throw Overlaps(
                $"Catalogue {Number} would take effect on {EffectiveFrom:yyyy-MM-dd}, "
                    + $"catalogue {newest.Number} takes effect on {newest.EffectiveFrom:yyyy-MM-dd}."
            );
        }

        var flaws = CatalogueFlaw.Of(this, limits);
        if (flaws.Count == 0)
        {
            Decide(published, by, now);
        }

        return flaws;
    }

    /// <exception cref="RuleViolation"><c>catalogue.illegal-move</c>; <c>catalogue.same-person</c>.</exception>
    public void Reject(string by, string reason, DateTimeOffset now)
    {
        var rejected = CatalogueLifeCycle.Next(Status, CatalogueAction.Reject);
        RequireAnotherPerson(by);
        Reason = reason;
        Decide(rejected, by, now);
    }

    private static RuleViolation Overlaps(string message) => new("catalogue.overlaps", message);

    private PlanFamily? Family(string code) => _families.Find(family => family.Code == code);

    private void RequireAnotherPerson(string by)
    {
        if (by == ProposedBy)
        {
            throw new RuleViolation("catalogue.same-person", "Who proposed a catalogue does not decide on it.");
        }
    }

    private void Move(CatalogueAction by)
    {
        Status = CatalogueLifeCycle.Next(Status, by);
        Version++;
    }

    private void Decide(CatalogueStatus status, string by, DateTimeOffset now)
    {
        (Status, DecidedBy, DecidedAt) = (status, by, now);
        Version++;
    }
}

/// <summary>Which published catalogue, and from when.</summary>
public sealed record PublishedCatalogue(int Number, DateOnly EffectiveFrom);
