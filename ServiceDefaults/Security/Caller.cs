using System;
using System.Linq;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Security;

/// <summary>Whose token came with the request: what every ownership rule asks.</summary>
/// <param name="Subject">The token's <c>sub</c>.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="AccountId">The account a customer is bound to; null for everybody else.</param>
public sealed record Caller(string Subject, string Role, Guid? AccountId)
{
    public bool IsCustomer => Role == Roles.Customer;

    public bool IsCaseStaff => Roles.CaseStaff.Contains(Role);

    internal static Caller From(HttpContext? context)
    {
        var user = context?.User;
        if (user?.Identity?.IsAuthenticated != true)
        {
            throw new InvalidOperationException("A caller is only known inside an authenticated request.");
        }

        return new Caller(
            user.FindFirstValue("sub") ?? "",
            user.FindFirstValue("role") ?? "",
            Guid.TryParseExact(user.FindFirstValue("account"), "D", out var account) ? account : null
        );
    }
}
