/* The least that a window with a web page costs on this machine: WebKitGTK as it comes, one page, nothing of Docket.
 *
 *   floor list     a window of 1280 x 800 with 200 rows
 *   floor prompt   a hidden window of 640 x 360 without a frame, with one field
 *
 * Reads `show` and `hide` from standard input, one a line, and ends with it. Prints the title that the page gives itself, one a line:
 * `focused <milliseconds since 1970>` each time it gets the focus. */
#include <stdio.h>
#include <string.h>
#include <webkit2/webkit2.h>

static const char LIST[] =
    "<!doctype html><style>body{font:14px/36px sans-serif;margin:0 24px}</style><div id=list></div><script>"
    "for(let n=0;n<200;n++){const row=document.createElement('div');row.textContent='Task number '+n;list.append(row)}"
    "</script>";

static const char PROMPT[] =
    "<!doctype html><style>body{font:18px sans-serif;margin:24px}input{font:inherit;width:100%}</style>"
    "<input id=field placeholder='Call the dentist friday 11:30'><script>"
    "addEventListener('focus',()=>{field.focus();document.title='focused '+(performance.timeOrigin+performance.now())})"
    "</script>";

static void tell_title(WebKitWebView *view, GParamSpec *property, gpointer data) {
  const char *title = webkit_web_view_get_title(view);
  if (title && *title) {
    puts(title);
    fflush(stdout);
  }
}

static gboolean obey(GIOChannel *input, GIOCondition condition, gpointer data) {
  GtkWidget *window = data;
  char *line = NULL;
  if (g_io_channel_read_line(input, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL) {
    gtk_main_quit();
    return FALSE;
  }
  if (strcmp(line, "show\n") == 0) gtk_window_present(GTK_WINDOW(window));
  if (strcmp(line, "hide\n") == 0) gtk_widget_hide(window);
  g_free(line);
  return TRUE;
}

int main(int argc, char **argv) {
  gtk_init(&argc, &argv);
  gboolean is_prompt = argc > 1 && strcmp(argv[1], "prompt") == 0;
  GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  GtkWidget *view = webkit_web_view_new();
  gtk_window_set_title(GTK_WINDOW(window), is_prompt ? "Floor prompt" : "Floor");
  gtk_window_set_default_size(GTK_WINDOW(window), is_prompt ? 640 : 1280, is_prompt ? 360 : 800);
  gtk_window_set_position(GTK_WINDOW(window), GTK_WIN_POS_CENTER);
  gtk_container_add(GTK_CONTAINER(window), view);
  g_signal_connect(view, "notify::title", G_CALLBACK(tell_title), NULL);
  g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
  webkit_web_view_load_html(WEBKIT_WEB_VIEW(view), is_prompt ? PROMPT : LIST, "http://localhost/");
  if (is_prompt) {
    gtk_window_set_decorated(GTK_WINDOW(window), FALSE);
    gtk_widget_show_all(view);
    gtk_widget_realize(window);
  } else {
    gtk_widget_show_all(window);
  }
  GIOChannel *input = g_io_channel_unix_new(0);
  g_io_add_watch(input, G_IO_IN | G_IO_HUP, obey, window);
  gtk_main();
  return 0;
}
