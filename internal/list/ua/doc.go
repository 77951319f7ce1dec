package ua
