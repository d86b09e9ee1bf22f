using System;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ServiceDefaults.Security;

/// <summary>
/// What a token must say besides being genuine (design.md, Security): exactly one subject, exactly one of the platform's
/// roles, at most one unit, a customer's exactly one account and a partner's exactly one partner. A token that leaves
/// open for whom it speaks is none: 401.
/// </summary>
internal static class Standing
{
    /// <summary>What a subject may make is counted and kept under it, so it has a length.</summary>
    private const int MaxSubject = 200;

    public static Task Check(TokenValidatedContext context)
    {
        if (Objection(context.Principal!) is { } objection)
        {
            context.Fail(objection);
        }

        return Task.CompletedTask;
    }

    private static string? Objection(ClaimsPrincipal user)
    {
        if (user.FindAll("role").ToList() is not [var role] || !Roles.All.Contains(role.Value))
        {
            return "The token must carry exactly one of the platform's roles.";
        }

        if (user.FindAll("sub").ToList() is not [{ Value.Length: > 0 and <= MaxSubject }])
        {
            return $"The token must carry exactly one subject of 1 to {MaxSubject} characters.";
        }

        if (user.FindAll("unit").Skip(1).Any())
        {
            return "The token must carry at most one unit.";
        }

        return role.Value switch
        {
            Roles.Customer when !NamesOne(user, "account") => "A customer's token must name one account by its id.",
            Roles.Partner when !NamesOne(user, "partner") => "A partner's token must name one partner by its id.",
            _ => null,
        };
    }

    private static bool NamesOne(ClaimsPrincipal user, string claim) =>
        user.FindAll(claim).ToList() is [var id] && Guid.TryParseExact(id.Value, "D", out _);
}
