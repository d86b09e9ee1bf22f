using System;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using ServiceDefaults;
using ServiceDefaults.Telemetry;
using Vas;
using Vas.Features.Subscriptions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddVas();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    return 0;
}

if (VerifyConsents.IsAsked(args))
{
    return await VerifyConsents.RunAsync(app.Services, Console.Out, default);
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapVas();
await app.RunAsync();
return 0;
