using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Rules;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features;

public sealed record ChangeContactRequest(
    [RegularExpression("^[0-9]{5,15}$", ErrorMessage = "5 to 15 digits are expected.")] string? PhoneNumber,
    [EmailAddress(ErrorMessage = "An e-mail address is expected."), StringLength(254)] string? Email,
    [Required(ErrorMessage = "It is mandatory."), AllowedValues("zh", "en", ErrorMessage = "zh or en is expected.")]
        string Language
);

/// <summary>A customer, or staff on his behalf, says how he wants to be reached from now on.</summary>
internal static class ChangeContact
{
    public static void Map(RouteGroupBuilder accounts) =>
        accounts.MapPut("/{id}/contact", Handle).RequireRoles(Roles.Customer, Roles.Agent, Roles.Clerk);

    private static async Task<Results<Ok<AccountView>, NotFound>> Handle(
        string id,
        ChangeContactRequest request,
        BillingDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var account = await db.Accounts.VisibleTo(caller).WithIdAsync(id, ct);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        if (account.ChangeContact(new Contact(request.PhoneNumber, request.Email, request.Language)))
        {
            db.Outbox.Add(account.Id, account.Version, ContactFact.Of(account, clock.Now()));
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(AccountView.Of(account));
    }
}

/// <summary>What the others are told of an account's contact.</summary>
internal static class ContactFact
{
    public static ContactChanged Of(Account account, DateTimeOffset changedAt) =>
        new(
            account.Id,
            account.Version,
            account.Number,
            account.Contact.PhoneNumber,
            account.Contact.Email,
            account.Contact.Language,
            changedAt
        );
}
