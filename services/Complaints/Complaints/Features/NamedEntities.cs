using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions;
using ApiConventions.Errors;
using ServiceDefaults.Security;

namespace Complaints.Features;

/// <summary>What a new case is about, as TMF621's <c>relatedEntity</c> names it: an account and a value-added service at most.</summary>
/// <param name="AccountField">Where the client named the account.</param>
internal sealed record NamedEntities(Guid? Account, string AccountField, Guid? VasService)
{
    private const string Field = "relatedEntity";

    /// <summary>A customer's token supplies its own account; what it may not see does not exist for it.</summary>
    /// <exception cref="InvalidInput">It names something else, or one thing twice.</exception>
    public static NamedEntities Of(IReadOnlyList<RelatedEntityRef?>? entities, Caller caller)
    {
        var named = new NamedEntities(caller.AccountId, Field, VasService: null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entity, i) in (entities ?? []).Select((entity, i) => (entity, i)))
        {
            var at = $"{Field}[{i}]";
            var (type, id) = Read(entity ?? throw new InvalidInput(at, "An object is expected."), at);
            if (!seen.Add(type))
            {
                throw new InvalidInput(Field, $"A case names one {type} at most.");
            }

            named =
                type == RelatedEntityRef.ProductOffering
                    ? named with
                    {
                        VasService = id ?? throw new InvalidInput($"{at}.id", "There is no such service."),
                    }
                    : named with
                    {
                        Account = Visible(id, $"{at}.id", caller),
                        AccountField = $"{at}.id",
                    };
        }

        return named;
    }

    private static (string Type, Guid? Id) Read(RelatedEntityRef entity, string at)
    {
        if (entity.ReferredType is not (RelatedEntityRef.BillingAccount or RelatedEntityRef.ProductOffering))
        {
            // Silently dropped, the customer would never hear of the case.
            throw new InvalidInput(
                $"{at}.@referredType",
                $"{RelatedEntityRef.BillingAccount} or {RelatedEntityRef.ProductOffering} is expected."
            );
        }

        if (string.IsNullOrEmpty(entity.Id))
        {
            throw new InvalidInput($"{at}.id", "It is mandatory.");
        }

        return (entity.ReferredType, Ids.TryRead(entity.Id, out var id) ? id : null);
    }

    private static Guid Visible(Guid? account, string field, Caller caller) =>
        account is { } id && (!caller.IsCustomer || id == caller.AccountId)
            ? id
            : throw new InvalidInput(field, "There is no such account.");
}
