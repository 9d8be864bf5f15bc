/*
 * web_request.h - a struct http_request out of what libmicrohttpd has read.
 */
#ifndef WEB_WEB_REQUEST_H
#define WEB_WEB_REQUEST_H

#include "base/model.h"

#endif
