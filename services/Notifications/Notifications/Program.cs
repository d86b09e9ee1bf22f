using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Notifications;
using ServiceDefaults;
using ServiceDefaults.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddNotifications();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    return;
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapNotifications();
await app.RunAsync();
