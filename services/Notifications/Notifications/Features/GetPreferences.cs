using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Notifications.Data;
using Notifications.Domain;
using ServiceDefaults.Security;

namespace Notifications.Features;

/// <summary>What of one class of messages comes over which channel.</summary>
public sealed record ChannelsView(bool Sms, bool InApp)
{
    internal static ChannelsView Of(Preferences preferences, MessageClass @class) =>
        new(preferences.Allows(@class, Channel.Sms), preferences.Allows(@class, Channel.InApp));
}

/// <summary>How an account is told of what.</summary>
/// <param name="Language">Of the account's contact, which Billing owns; null while none is known.</param>
/// <param name="Confirmations">Always on: answers, bars and the last notice of one, outages, restores.</param>
/// <param name="Reminders">On unless switched off.</param>
/// <param name="Marketing">Off unless asked for.</param>
public sealed record PreferencesView(
    Guid AccountId,
    string? Language,
    ChannelsView Confirmations,
    ChannelsView Reminders,
    ChannelsView Marketing
)
{
    internal static PreferencesView Of(Guid account, string? language, Preferences preferences) =>
        new(
            account,
            language,
            ChannelsView.Of(preferences, MessageClass.Confirmation),
            ChannelsView.Of(preferences, MessageClass.Reminder),
            ChannelsView.Of(preferences, MessageClass.Marketing)
        );
}

/// <summary>How the customer wants to be told of what (features.md N3).</summary>
internal static class GetPreferences
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapGet("/preferences", Handle).RequireRoles([Roles.Customer, .. Roles.CaseStaff]);

    private static async Task<Results<Ok<PreferencesView>, NotFound>> Handle(
        string accountId,
        NotificationsDb db,
        Caller caller,
        CancellationToken ct
    )
    {
        if (await db.ReachableAsync(accountId, caller, ct) is not { } account)
        {
            return TypedResults.NotFound();
        }

        var preferences = await db.PreferencesOfAsync(account.Id, ct);
        return TypedResults.Ok(PreferencesView.Of(account.Id, account.Language, preferences));
    }
}

/// <summary>An account that the caller may look at.</summary>
internal sealed record ReachableAccount(Guid Id, string? Language);

/// <summary>
/// The ownership rule of what belongs to an account: its customer's own, also before its contact was heard of, and for
/// case staff every account that we know a contact of.
/// </summary>
internal static class AccountReach
{
    public static async Task<ReachableAccount?> ReachableAsync(
        this NotificationsDb db,
        string accountId,
        Caller caller,
        CancellationToken ct
    )
    {
        if (!Ids.TryRead(accountId, out var id) || (caller.IsCustomer && caller.AccountId != id))
        {
            return null;
        }

        var language = await db
            .ContactBook.Where(entry => entry.AccountId == id)
            .Select(entry => entry.Language)
            .SingleOrDefaultAsync(ct);
        return language is not null || caller.IsCustomer ? new(id, language) : null;
    }
}
